package dev.tidemark.cli;

import dev.tidemark.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The broker of {@code up} by itself, for processes that start with {@code --bootstrap-servers}.
 */
@Command(
    name = "broker",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the Kafka broker alone, on loopback, with its topics.",
      "For several 'tidemark up --bootstrap-servers' on one machine. Keeps its data where 'up' does."
    })
final class BrokerCommand implements Callable<Integer> {

  @Mixin private KafkaPort kafka;

  @Option(
      names = "--data",
      defaultValue = "data",
      paramLabel = "FOLDER",
      description = "Where everything is kept (default ./${DEFAULT-VALUE}).")
  private Path data;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (DataFolder folder = DataFolder.lock(data);
        EmbeddedBroker broker =
            BrokerLifecycle.startEmbedded(Path.of(folder.path("kafka")), kafka.port())) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf("The broker is up: %s  (Ctrl-C stops it)%n", broker.bootstrapServers());
      out.flush();
      // Not by way of this thread, which would end the process that is ending already, and wait.
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      new CountDownLatch(1).await();
    }
    return 0;
  }
}

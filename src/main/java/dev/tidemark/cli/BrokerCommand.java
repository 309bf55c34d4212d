package dev.tidemark.cli;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.BrokerSettings;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.EmbeddedBroker;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--kafka-port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "Port of the broker, on loopback (default ${DEFAULT-VALUE}).")
  private int kafkaPort;

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
            new EmbeddedBroker(
                new BrokerSettings(
                    Path.of(folder.path("kafka")), kafkaPort, BrokerSettings.LOOPBACK))) {
      broker.start();
      try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
        new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(Topics.ALL));
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf("The broker is up: localhost:%d  (Ctrl-C stops it)%n", kafkaPort);
      out.flush();
      CountDownLatch stopped = new CountDownLatch(1);
      Thread waiting = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    stopped.countDown();
                    join(waiting);
                  }));
      stopped.await();
    }
    return 0;
  }

  /** Until the broker is closed. */
  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

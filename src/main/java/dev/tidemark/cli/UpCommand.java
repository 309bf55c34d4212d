package dev.tidemark.cli;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs the whole of Tidemark in this process, or the service alone against a Kafka cluster. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Runs Tidemark: broker, scoring topology and service in one process.",
      "With --bootstrap-servers it uses that Kafka cluster instead of a broker of its own."
    })
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "PORT",
      description = "HTTP port (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on (default ${DEFAULT-VALUE}). Beyond loopback, writes need a key.")
  private String host;

  @Mixin private KafkaPort kafka;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where everything is kept (default ./data, with --demo ./data-demo).")
  private Path data;

  @Option(
      names = "--demo",
      description =
          "Adds a simulated evaluation farm, in a folder of its own. Every page says that its data"
              + " is made up.")
  private boolean demo;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "A Kafka cluster to use; its topics are made by 'tidemark topics apply'.")
  private String bootstrapServers;

  @Override
  public Integer call() throws IOException {
    if (demo && bootstrapServers != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--demo makes up results: it has a broker of its own and takes no --bootstrap-servers.");
    }
    try (DataFolder folder = DataFolder.lock(data())) {
      DemoMarker.check(folder, demo);
      requireFree(host, port, "--port");
      if (bootstrapServers == null) {
        requireFree("127.0.0.1", kafka.port(), "--kafka-port");
        bootstrapServers = "127.0.0.1:" + kafka.port();
        System.setProperty("tidemark.kafka.embedded.folder", folder.path("kafka"));
        System.setProperty("tidemark.kafka.embedded.port", Integer.toString(kafka.port()));
      }
      System.setProperty("kafka.bootstrap.servers", bootstrapServers);
      System.setProperty("tidemark.score.state-dir", folder.path("streams"));
      System.setProperty("tidemark.serve.demo", Boolean.toString(demo));
      if (demo) {
        // Nobody is to be called because of models that are made up.
        System.setProperty("tidemark.roles", "ingest,score,serve");
        // The field is made to differ: under the usual floor lie half of it, which tells nothing.
        System.setProperty("tidemark.alerts.rules.floor", "60");
      }
      System.setProperty("quarkus.http.host", host);
      System.setProperty("quarkus.http.port", Integer.toString(port));
      int[] exitCode = {0};
      Quarkus.run(
          UpApplication.class,
          (code, failure) -> {
            exitCode[0] = code;
            if (failure != null) {
              System.err.println("tidemark: could not start: " + PlainErrors.message(failure));
            }
          });
      return exitCode[0];
    }
  }

  private Path data() {
    return data == null ? Path.of(demo ? "data-demo" : "data") : data;
  }

  private static void requireFree(String host, int port, String option) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new IOException(
          "port %d on %s is taken (%s): is Tidemark running already? Choose another with %s."
              .formatted(port, host, e.getMessage(), option),
          e);
    }
  }
}

package dev.tidemark.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** A broker in a JVM of its own, to be killed: it writes some records, says so, and waits. */
final class BrokerProcess implements AutoCloseable {

  private static final String READY = "records written";

  private final Process process;

  private BrokerProcess(Process process) {
    this.process = process;
  }

  /** Starts it and returns when the broker has acknowledged {@code count} records. */
  static BrokerProcess start(Path folder, String topic, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerProcess.class.getName(),
                    folder.toString(),
                    topic,
                    String.valueOf(count)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BrokerProcess started = new BrokerProcess(process);
    try {
      CompletableFuture.supplyAsync(() -> awaitReady(process)).get(60, TimeUnit.SECONDS);
      return started;
    } catch (Exception e) {
      started.close();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  private static String awaitReady(Process process) {
    StringBuilder said = new StringBuilder();
    try {
      BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(READY)) {
          return line;
        }
        said.append(line).append('\n');
      }
    } catch (IOException e) {
      said.append(e);
    }
    throw new IllegalStateException("the broker process ended early: " + said);
  }

  /** Arguments: data folder, topic, count. Ends by itself when its parent does. */
  public static void main(String[] arguments) throws Exception {
    LogLevels.quiet();
    String topic = arguments[1];
    EmbeddedBroker broker =
        new EmbeddedBroker(BrokerSettings.onFreePort(Path.of(arguments[0]))).start();
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
      new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(List.of(topic)));
    }
    Records.write(broker.bootstrapServers(), topic, "r", Integer.parseInt(arguments[2]));
    System.out.println(READY);
    System.in.read();
    Runtime.getRuntime().halt(1);
  }
}

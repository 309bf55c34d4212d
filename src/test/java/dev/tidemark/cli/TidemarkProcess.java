package dev.tidemark.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged jar as a process of its own, as a user runs it. */
final class TidemarkProcess implements AutoCloseable {

  static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
  private static final Duration READY = Duration.ofSeconds(90);

  /** For what is over soon: most of its time would go into code that is optimized too late. */
  private static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final int port = freePort();
  private final int kafkaPort = freePort();
  private Process process;

  TidemarkProcess(Path folder) throws IOException {
    this.folder = folder;
  }

  /** What a command printed, and its exit code. */
  record Output(int exitCode, String text) {}

  /** Starts {@code up}, with further options, and waits for its one line. */
  void up(String... options) throws IOException, InterruptedException {
    Path log = folder.resolve("up.log");
    Files.deleteIfExists(log);
    process = start(log, Stream.concat(upArguments().stream(), Stream.of(options)).toList());
    long deadline = System.nanoTime() + READY.toNanos();
    while (!Files.readString(log).contains("Tidemark is up: http://localhost:" + port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("not up: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  List<String> upArguments() {
    return List.of(
        "up",
        "--data",
        folder.resolve("data").toString(),
        "--port",
        Integer.toString(port),
        "--kafka-port",
        Integer.toString(kafkaPort));
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What Ctrl-C and a service manager do; returns the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("did not stop within 30 s");
    }
    return process.exitValue();
  }

  /** Runs another command of the same jar to its end, which is soon. */
  Output run(String... arguments) throws IOException, InterruptedException {
    return run(Duration.ofMinutes(3), BRIEF, arguments);
  }

  /** The same with more patience. */
  Output run(Duration patience, String... arguments) throws IOException, InterruptedException {
    return run(patience, List.of(), arguments);
  }

  private Output run(Duration patience, List<String> jvmFlags, String... arguments)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "command", ".log");
    Process command = start(log, jvmFlags, List.of(arguments));
    if (!command.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      // Not at once by force: it may have processes of its own to end.
      command.destroy();
      if (!command.waitFor(20, TimeUnit.SECONDS)) {
        command.destroyForcibly();
      }
      throw new IllegalStateException(
          "still running: " + String.join(" ", arguments) + ": " + Files.readString(log));
    }
    return new Output(command.exitValue(), Files.readString(log));
  }

  Output publish(String... files) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("publish", "--url", url("")));
    arguments.addAll(List.of(files));
    return run(arguments.toArray(String[]::new));
  }

  Output verify() throws IOException, InterruptedException {
    return run("verify", "--bootstrap-servers", bootstrapServers());
  }

  String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  String url(String path) {
    return "http://localhost:" + port + path;
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(20)).build(),
            BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** Starts a command that goes on, what it prints in a file. */
  static Process start(Path log, List<String> arguments) throws IOException {
    return start(log, List.of(), arguments);
  }

  private static Process start(Path log, List<String> jvmFlags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx1g");
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

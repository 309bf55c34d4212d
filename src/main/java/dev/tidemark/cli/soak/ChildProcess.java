package dev.tidemark.cli.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of Tidemark's own jar, to be started, stopped, killed and held up at will. */
final class ChildProcess {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final String readyLine;
  private final Path folder;
  private final List<Process> all = new ArrayList<>();
  private volatile Path log;
  private Process process;
  private boolean wanted;

  /**
   * @param readyLine what it prints once it is ready
   * @param folder where its log goes, one a start
   */
  ChildProcess(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      String readyLine,
      Path folder) {
    this.name = name;
    this.environment = environment;
    this.readyLine = readyLine;
    this.folder = folder;
    command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // Lives are short here: what the second compiler and parallel collectors cost never pays.
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-jar"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(arguments);
  }

  String name() {
    return name;
  }

  synchronized void start() throws IOException {
    wanted = true;
    log = folder.resolve("%s-%02d.log".formatted(name, all.size() + 1));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.redirectOutput(log.toFile()).start();
    all.add(process);
  }

  /** Whether it has said that it is ready, since its last start. */
  synchronized boolean ready() {
    try {
      return Files.readString(log).contains(readyLine);
    } catch (IOException e) {
      throw new UncheckedIOException("log of " + name, e);
    }
  }

  /**
   * Waits until it is ready.
   *
   * @return false if it ended, was replaced by another start, or took longer than this
   */
  boolean awaitReady(Duration patience) throws InterruptedException {
    Process awaited = process;
    long deadline = System.nanoTime() + patience.toNanos();
    while (awaited.isAlive() && awaited == process && System.nanoTime() < deadline) {
      if (ready()) {
        return awaited == process;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Ends it as {@code kill -9} does. */
  synchronized void kill() throws InterruptedException {
    wanted = false;
    process.destroyForcibly().waitFor();
  }

  /**
   * Ends it as a service manager does.
   *
   * @throws IOException if it doesn't end in time; it has been killed then
   */
  synchronized void stop() throws IOException, InterruptedException {
    wanted = false;
    process.destroy();
    if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException(name + " did not stop within " + STOP_PATIENCE.toSeconds() + " s");
    }
  }

  /** Holds it up: it keeps its memory and connections, and does nothing. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Whether it should be running and isn't. */
  synchronized boolean endedByItself() {
    return wanted && process != null && !process.isAlive();
  }

  synchronized boolean running() {
    return process != null && process.isAlive();
  }

  synchronized int exitCode() {
    return process.exitValue();
  }

  /** Its last words. */
  String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Ends whatever of it is left, for good. */
  synchronized void end() {
    wanted = false;
    all.forEach(Process::destroyForcibly);
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}

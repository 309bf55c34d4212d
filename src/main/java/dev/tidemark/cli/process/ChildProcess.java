package dev.tidemark.cli.process;

import dev.tidemark.kafka.LoopbackPorts;
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
public final class ChildProcess {

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
  private boolean ended;
  private volatile long readySince;

  /**
   * @param jvmFlags of its virtual machine
   * @param readyLine what it prints once it is ready
   * @param folder where its log goes, one a start
   */
  public ChildProcess(
      String name,
      List<String> jvmFlags,
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
    command.addAll(jvmFlags);
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-jar"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(arguments);
  }

  /** A broker on a port of loopback, its data in a folder {@code broker}. */
  public static ChildProcess broker(List<String> jvmFlags, int kafkaPort, Path folder) {
    return new ChildProcess(
        "broker",
        jvmFlags,
        List.of("broker", "--kafka-port", "" + kafkaPort, "--data", folder.resolve("broker") + ""),
        Map.of(),
        "The broker is up:",
        folder);
  }

  /**
   * A Tidemark, its data in a folder named after it.
   *
   * @param port of HTTP
   * @param settings as environment variables
   */
  public static ChildProcess tidemark(
      String name,
      List<String> jvmFlags,
      int kafkaPort,
      int port,
      Map<String, String> settings,
      Path folder) {
    return new ChildProcess(
        name,
        jvmFlags,
        List.of(
            "up",
            "--port",
            "" + port,
            "--data",
            folder.resolve(name).toString(),
            "--bootstrap-servers",
            "localhost:" + kafkaPort),
        settings,
        "Tidemark is up:",
        folder);
  }

  /** A port of loopback that is free now. */
  public static int freePort() {
    return new LoopbackPorts("127.0.0.1").free(0);
  }

  public String name() {
    return name;
  }

  /**
   * Starts it, again if it ran before.
   *
   * @throws IOException if it can't be, or {@link #end()} was called
   */
  public synchronized void start() throws IOException {
    if (ended) {
      throw new IOException(name + " is not started any more: all is being ended");
    }
    wanted = true;
    log = folder.resolve("%s-%02d.log".formatted(name, all.size() + 1));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.redirectOutput(log.toFile()).start();
    all.add(process);
  }

  /** When {@link #awaitReady} saw it ready, by {@link System#nanoTime()}; within some 50 ms. */
  public long readySince() {
    return readySince;
  }

  /** Whether it has said that it is ready, since its last start. */
  public synchronized boolean ready() {
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
  public boolean awaitReady(Duration patience) throws InterruptedException {
    Process awaited = process;
    long deadline = System.nanoTime() + patience.toNanos();
    while (awaited.isAlive() && awaited == process && System.nanoTime() < deadline) {
      if (ready()) {
        readySince = System.nanoTime();
        return awaited == process;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Ends it as {@code kill -9} does. */
  public synchronized void kill() throws InterruptedException {
    wanted = false;
    process.destroyForcibly().waitFor();
  }

  /**
   * Ends it as a service manager does.
   *
   * @throws IOException if it doesn't end in time; what it was doing is in its log then, and it has
   *     been killed
   */
  public void stop() throws IOException, InterruptedException {
    Process stopped;
    synchronized (this) {
      wanted = false;
      stopped = process;
    }
    stopped.destroy();
    if (!stopped.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      dumpThreads();
      TimeUnit.SECONDS.sleep(1);
      stopped.destroyForcibly().waitFor();
      throw new IOException(name + " did not stop within " + STOP_PATIENCE.toSeconds() + " s");
    }
  }

  /** Holds it up: it keeps its memory and connections, and does nothing. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Has it print what its threads are doing into its log. */
  public void dumpThreads() throws IOException, InterruptedException {
    signal("QUIT");
  }

  /** Whether it should be running and isn't. */
  public synchronized boolean endedByItself() {
    return wanted && process != null && !process.isAlive();
  }

  public synchronized boolean running() {
    return process != null && process.isAlive();
  }

  public synchronized int exitCode() {
    return process.exitValue();
  }

  public synchronized long pid() {
    return process.pid();
  }

  /** Processor time of the present process so far; zero where the system doesn't tell. */
  public synchronized Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Its last words. */
  public String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Ends whatever of it is left, for good. */
  public synchronized void end() {
    ended = true;
    wanted = false;
    all.forEach(Process::destroyForcibly);
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }
}

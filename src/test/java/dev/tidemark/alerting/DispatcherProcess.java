package dev.tidemark.alerting;

import dev.tidemark.kafka.LogLevels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A dispatcher in a JVM of its own, to be killed or stopped as the system does it. */
final class DispatcherProcess implements AutoCloseable {

  private static final String ACTIVE = "active";
  private static final String STANDING_BY = "standing by";
  private static final int POLL_MILLIS = 20;

  private final Process process;
  private volatile boolean active;

  private DispatcherProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "dispatcher-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one with a receiver {@code soc} at this address. */
  static DispatcherProcess start(String bootstrapServers, String url) throws IOException {
    return new DispatcherProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    "-cp",
                    System.getProperty("java.class.path"),
                    DispatcherProcess.class.getName(),
                    bootstrapServers,
                    url))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** {@code STOP} makes it stand still, {@code CONT} go on. */
  void signal(String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    if (!kill.waitFor(20, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IllegalStateException("kill -" + signal + " failed");
    }
  }

  /** Whether it is the one that delivers, by its own last word. */
  boolean active() {
    return active;
  }

  private void read() {
    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .lines()
        .filter(line -> line.equals(ACTIVE) || line.equals(STANDING_BY))
        .forEach(line -> active = line.equals(ACTIVE));
  }

  @Override
  public void close() {
    kill();
  }

  /** Arguments: bootstrap servers, address of the receiver. Ends when its parent does. */
  public static void main(String[] arguments) throws Exception {
    LogLevels.quiet();
    RunningDispatcher tidemark =
        new RunningDispatcher(
            arguments[0],
            RunningDispatcher.JANUARY,
            "receivers.soc.type",
            "webhook",
            "receivers.soc.url",
            arguments[1]);
    Thread talk = new Thread(() -> talk(tidemark), "talk");
    talk.setDaemon(true);
    talk.start();
    System.in.read();
    Runtime.getRuntime().halt(1);
  }

  private static void talk(RunningDispatcher tidemark) {
    boolean said = false;
    while (true) {
      boolean active = tidemark.reports.report("soc").isPresent();
      if (active != said) {
        System.out.println(active ? ACTIVE : STANDING_BY);
        said = active;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
  }
}

package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.Background;
import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.cli.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker, scoring instances and a serving node, each a process, on free ports of loopback. */
final class SoakCluster implements AutoCloseable {

  static final Duration READY = Duration.ofSeconds(120);
  // Lives are short here: what the second compiler and parallel collectors cost never pays.
  private static final List<String> FLAGS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path folder;
  private final int standbys;
  private final SoakTimes times;
  private final int kafkaPort = ChildProcess.freePort();
  private final int servingPort = ChildProcess.freePort();
  private final ChildProcess broker;
  private final ChildProcess serving;
  private final List<ChildProcess> scoring = new ArrayList<>();
  private final List<ChildProcess> others = new ArrayList<>();
  private volatile long brokerSince;

  SoakCluster(Path folder, int instances, int standbys, SoakTimes times) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.standbys = standbys;
    this.times = times;
    broker = ChildProcess.broker(FLAGS, kafkaPort, folder);
    serving = node("serving", servingPort, "ingest,serve");
    for (int i = 1; i <= instances + 1; i++) {
      scoring.add(node("scoring-" + i, ChildProcess.freePort(), "score"));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private ChildProcess node(String name, int port, String roles) {
    Map<String, String> settings =
        Map.of(
            "TIDEMARK_ROLES",
            roles,
            "TIDEMARK_SCORE_STANDBY_REPLICAS",
            "" + standbys,
            // So little that a crash finds rows on the disk that were never committed.
            "TIDEMARK_SCORE_WRITE_BUFFER_KIB",
            "64");
    return ChildProcess.tidemark(name, FLAGS, kafkaPort, port, settings, folder);
  }

  /** Starts everything but the last scoring instance, which is there to join and leave. */
  void start() throws IOException, InterruptedException {
    startBroker();
    serving.start();
    for (ChildProcess instance : regular()) {
      instance.start();
    }
    for (ChildProcess node : Stream.concat(Stream.of(serving), regular().stream()).toList()) {
      requireReady(node);
    }
  }

  void startBroker() throws IOException, InterruptedException {
    broker.start();
    requireReady(broker);
    brokerSince = System.nanoTime();
  }

  void stopBroker() throws IOException, InterruptedException {
    broker.stop();
  }

  void killBroker() throws InterruptedException {
    broker.kill();
  }

  /** Scoring instances that always run. */
  List<ChildProcess> regular() {
    return scoring.subList(0, scoring.size() - 1);
  }

  /** The scoring instance that comes and goes. */
  ChildProcess extra() {
    return scoring.get(scoring.size() - 1);
  }

  /** Starts an instance and notes how long it takes until it is up, under this name. */
  void start(ChildProcess instance, String cause) throws IOException {
    instance.start();
    long start = System.nanoTime();
    new Background(
        instance.name(),
        () -> {
          if (instance.awaitReady(READY)) {
            times.add(cause, Duration.ofNanos(System.nanoTime() - start));
          }
        });
  }

  void deleteState(ChildProcess instance) throws IOException {
    Folders.delete(folder.resolve(instance.name()).resolve("streams"));
  }

  /**
   * What a service manager does: starts again what has ended by itself.
   *
   * @return a line for each that had no reason to: a node may give up at its start while the broker
   *     is away
   */
  List<String> supervise() throws IOException {
    List<String> unexplained = new ArrayList<>();
    for (ChildProcess node : Stream.concat(Stream.of(serving), scoring.stream()).toList()) {
      if (node.endedByItself()) {
        boolean brokerWasAway =
            !broker.running() || System.nanoTime() - brokerSince < READY.toNanos() / 2;
        if (node.ready() || !brokerWasAway) {
          unexplained.add(
              "%s ended by itself with exit code %d: %s"
                  .formatted(node.name(), node.exitCode(), node.tail()));
        }
        start(node, "start again after giving up");
      }
    }
    if (broker.endedByItself()) {
      unexplained.add("the broker ended by itself: " + broker.tail());
    }
    return unexplained;
  }

  /** Has every scoring instance print its threads into its log. */
  void dumpThreads() throws IOException, InterruptedException {
    for (ChildProcess instance : scoring) {
      if (instance.running()) {
        instance.dumpThreads();
      }
    }
  }

  /**
   * Waits until everything that should be running is up again.
   *
   * @return what {@link #supervise()} found meanwhile
   */
  List<String> awaitAll() throws IOException, InterruptedException {
    List<String> unexplained = new ArrayList<>();
    long deadline = System.nanoTime() + 2 * READY.toNanos();
    while (!allReady()) {
      if (System.nanoTime() > deadline) {
        dumpThreads();
        throw new IOException("not everything was up within " + 2 * READY.toSeconds() + " s");
      }
      unexplained.addAll(supervise());
      sleep(200);
    }
    return unexplained;
  }

  private boolean allReady() {
    for (ChildProcess node : Stream.concat(Stream.of(serving), regular().stream()).toList()) {
      if (!node.running() || !node.ready()) {
        return false;
      }
    }
    return true;
  }

  /** A further serving node, which starts with nothing; returns its address once it is ready. */
  String freshServingNode() throws IOException, InterruptedException {
    int port = ChildProcess.freePort();
    ChildProcess node = node("serving-fresh", port, "serve");
    others.add(node);
    start(node, "serving node from nothing");
    requireReady(node);
    return "http://localhost:" + port;
  }

  String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  String url() {
    return "http://localhost:" + servingPort;
  }

  private static void requireReady(ChildProcess node) throws IOException, InterruptedException {
    if (!node.awaitReady(READY)) {
      throw new IOException(
          "%s was not up within %d s: %s".formatted(node.name(), READY.toSeconds(), node.tail()));
    }
  }

  /** Ends every process, the broker last. */
  @Override
  public void close() {
    Stream.of(others.stream(), scoring.stream(), Stream.of(serving, broker))
        .flatMap(nodes -> nodes)
        .forEach(ChildProcess::end);
  }

  static void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}

package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.Background;
import dev.tidemark.cli.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker, scoring instances and a serving node, each a process, on free ports of loopback. */
final class SoakCluster implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(120);

  /** How often what has ended is started again. */
  private static final Duration SUPERVISED = Duration.ofMillis(500);

  /** Twice the time after which the group looks whether copies are done, and their making. */
  private static final Duration LEDGER = Duration.ofSeconds(180);

  // Lives are short here: what the second compiler and parallel collectors cost never pays.
  private static final List<String> FLAGS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** For whom nobody asks: one that was free when the run began may be taken when it is needed. */
  private static final int ANY_PORT = 0;

  private final Path folder;
  private final int standbys;
  private final SoakTimes times;
  private final SoakFindings findings;
  private final int kafkaPort = ChildProcess.freePort();
  private final int servingPort = ChildProcess.freePort();
  private final Assignments assignments = new Assignments(bootstrapServers());
  private final ChildProcess broker;
  private final ChildProcess serving;
  private final List<ChildProcess> scoring = new ArrayList<>();
  private final List<ChildProcess> others = new ArrayList<>();
  private volatile long brokerSince;

  /**
   * @param findings takes what ended by itself without a reason
   */
  SoakCluster(Path folder, int instances, int standbys, SoakTimes times, SoakFindings findings)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.standbys = standbys;
    this.times = times;
    this.findings = findings;
    broker = ChildProcess.broker(FLAGS, kafkaPort, folder);
    serving = node("serving", servingPort, "ingest,serve");
    for (int i = 1; i <= instances + 1; i++) {
      scoring.add(node("scoring-" + i, ANY_PORT, "score"));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private ChildProcess node(String name, int port, String roles) {
    Map<String, String> settings =
        Map.of(
            "TIDEMARK_ROLES",
            roles,
            "TIDEMARK_SCORE_INSTANCE_ID",
            name,
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
      awaitUp(node);
    }
  }

  void startBroker() throws IOException, InterruptedException {
    broker.start();
    requireReady(broker);
    brokerSince = System.nanoTime();
  }

  void stopBroker() throws IOException, InterruptedException {
    checkBroker();
    broker.stop();
  }

  void killBroker() throws InterruptedException, IOException {
    checkBroker();
    broker.kill();
  }

  void stop(ChildProcess instance) throws IOException, InterruptedException {
    check(instance);
    instance.stop();
  }

  void kill(ChildProcess instance) throws IOException, InterruptedException {
    check(instance);
    instance.kill();
  }

  /** Scoring instances that always run. */
  List<ChildProcess> regular() {
    return scoring.subList(0, scoring.size() - 1);
  }

  /** A scoring instance that always runs and has something to compute, if any has. */
  ChildProcess busy(Random random) throws InterruptedException {
    Set<String> busy = assignments.busy();
    List<ChildProcess> working =
        regular().stream().filter(instance -> busy.contains(instance.name())).toList();
    List<ChildProcess> choice = working.isEmpty() ? regular() : working;
    return choice.get(random.nextInt(choice.size()));
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

  /** Where an instance keeps its stores. */
  Path state(ChildProcess instance) {
    return folder.resolve(instance.name()).resolve("streams");
  }

  /** What a service manager does: starts again what has ended by itself. */
  void supervise() throws IOException {
    for (ChildProcess node : Stream.concat(Stream.of(serving), scoring.stream()).toList()) {
      if (node.endedByItself()) {
        check(node);
        start(node, "start again after giving up");
      }
    }
    checkBroker();
  }

  /** A node may give up at its start while the broker is away; nothing else ends by itself. */
  private void check(ChildProcess node) throws IOException {
    boolean brokerWasAway =
        !broker.running() || System.nanoTime() - brokerSince < READY.toNanos() / 2;
    if (node.endedByItself() && (node.ready() || !brokerWasAway)) {
      findings.add(
          "%s ended by itself with exit code %d: %s"
              .formatted(node.name(), node.exitCode(), node.tail()));
    }
  }

  private void checkBroker() throws IOException {
    if (broker.endedByItself()) {
      throw new IOException("the broker ended by itself: " + broker.tail());
    }
  }

  /** Has every scoring instance print its threads into its log. */
  void dumpThreads() throws IOException, InterruptedException {
    for (ChildProcess instance : scoring) {
      if (instance.running()) {
        instance.dumpThreads();
      }
    }
  }

  /** Waits until an instance is up, started again if it has to be. */
  void awaitUp(ChildProcess instance) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!instance.awaitReady(SUPERVISED)) {
      if (System.nanoTime() > deadline) {
        throw notUp(instance);
      }
      supervise();
    }
  }

  private static void requireReady(ChildProcess node) throws IOException, InterruptedException {
    if (!node.awaitReady(READY)) {
      throw notUp(node);
    }
  }

  private static IOException notUp(ChildProcess node) throws IOException {
    return new IOException(
        "%s was not up within %d s: %s".formatted(node.name(), READY.toSeconds(), node.tail()));
  }

  /**
   * Waits until an instance that has joined keeps a part of the ledger: if it's large, it is copied
   * first, and tasks move when the group next looks for that.
   */
  void awaitLedger(ChildProcess instance) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!assignments.keepsLedger(instance.name())) {
      if (System.nanoTime() - start > LEDGER.toNanos()) {
        findings.add(
            "%s has joined and was given no part of the ledger within %d s"
                .formatted(instance.name(), LEDGER.toSeconds()));
        return;
      }
      supervise();
      sleep(500);
    }
    times.add("a part of the ledger after joining", Duration.ofNanos(System.nanoTime() - start));
  }

  /** Waits until everything that should be running is up again. */
  void awaitAll() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + 2 * READY.toNanos();
    while (!allReady()) {
      if (System.nanoTime() > deadline) {
        dumpThreads();
        throw new IOException("not everything was up within " + 2 * READY.toSeconds() + " s");
      }
      supervise();
      sleep(200);
    }
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

  /** Ends every process, the broker last. */
  @Override
  public void close() {
    Stream.of(others.stream(), scoring.stream(), Stream.of(serving, broker))
        .flatMap(nodes -> nodes)
        .forEach(ChildProcess::end);
    assignments.close();
  }

  static void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}

package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.cli.process.Folders;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a ledger of a size costs: to fill, to keep, to start with, to restore, to take over. */
final class LedgerSize {

  private static final String NAME = "ledger";
  private static final String OTHER = "other";
  private static final Duration STANDSTILL = Duration.ofSeconds(120);
  private static final int SENT_AT_A_DEATH = 1_000;

  /** For so long nothing may move until a standby copy is taken for complete. */
  private static final int QUIET_SECONDS = 5;

  private final BenchCluster cluster;
  private final Farm farm;

  /**
   * What one size took.
   *
   * @param resultsPerSecond from nothing to all counted
   * @param residentBytes of the process, when all is counted; -1 where the system doesn't tell
   * @param heapBytes in use at that time, garbage included
   * @param stateBytes on disk
   * @param startSeconds from the start of the process to up, with its state
   * @param restoreSeconds the same after the state folder was deleted
   * @param takeoverSeconds from the kill -9 of an instance that had all tasks until another one,
   *     which had no state, has counted the thousand results that were sent then; the 15 s within
   *     which the group notices are part of it
   * @param standbyTakeoverSeconds the same where the other one had a standby copy
   */
  record Sample(
      long results,
      double resultsPerSecond,
      long residentBytes,
      long heapBytes,
      long stateBytes,
      double startSeconds,
      double restoreSeconds,
      double takeoverSeconds,
      double standbyTakeoverSeconds) {}

  LedgerSize(BenchCluster cluster, Farm farm) {
    this.cluster = cluster;
    this.farm = farm;
  }

  /** Fills a ledger with everything that has been sent. */
  Sample sample() throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    long results = farm.sent();
    int port = ChildProcess.freePort();
    ChildProcess first = instance(NAME, port);
    try (CountWatch watch =
        new CountWatch(cluster.bootstrapServers(), Topics.STANDINGS, CountWatch.IGNORED)) {
      double seconds = (watch.await(farm.counted(), STANDSTILL) - first.readySince()) / 1e9;
      long resident = resident(first.pid());
      long heap = (long) Metrics.sum(port, "jvm_memory_used_bytes{area=\"heap\"");
      first.stop();
      long state = Folders.size(cluster.data(NAME));
      double start = startSeconds(first);
      first.stop();
      Folders.delete(cluster.data(NAME).resolve("streams"));
      double restore = startSeconds(first);

      ChildProcess second = instance(OTHER, ChildProcess.freePort());
      double takeover = takeoverSeconds(first, watch);
      cluster.start(first);
      awaitStandby(port);
      double standbyTakeover = takeoverSeconds(second, watch);
      first.stop(); // the verification that follows needs the memory
      return new Sample(
          results,
          results / seconds,
          resident,
          heap,
          state,
          start,
          restore,
          takeover,
          standbyTakeover);
    }
  }

  /** With standby replicas, of which there are none as long as there is no other instance. */
  private ChildProcess instance(String name, int port) throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of("TIDEMARK_SCORE_INSTANCE_ID", name, "TIDEMARK_SCORE_STANDBY_REPLICAS", "1");
    return cluster.tidemark(name, port, "score", settings);
  }

  private double startSeconds(ChildProcess process) throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.start(process);
    return (process.readySince() - start) / 1e9;
  }

  private double takeoverSeconds(ChildProcess dies, CountWatch watch)
      throws InterruptedException, TimeoutException {
    long start = System.nanoTime();
    dies.kill();
    farm.sendUpTo(farm.sent() + SENT_AT_A_DEATH);
    return (watch.await(farm.counted(), BenchCluster.PATIENCE) - start) / 1e9;
  }

  private static void awaitStandby(int port) throws IOException, InterruptedException {
    double last = -1;
    for (int quiet = 0; quiet < QUIET_SECONDS; ) {
      TimeUnit.SECONDS.sleep(1);
      double remaining = Metrics.sum(port, "tidemark_topology_standby_remaining");
      boolean copies = Metrics.sum(port, "tidemark_topology_standby_stores") > 0;
      quiet = copies && remaining == last ? quiet + 1 : 0;
      last = remaining;
    }
  }

  private static long resident(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (Files.notExists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(-1);
  }
}

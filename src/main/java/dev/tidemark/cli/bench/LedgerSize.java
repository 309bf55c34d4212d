package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** What a ledger of a size costs: to fill, to keep, to start with, to restore. */
final class LedgerSize {

  private static final String NAME = "ledger";
  private static final Duration STANDSTILL = Duration.ofSeconds(120);

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
   */
  record Sample(
      long results,
      double resultsPerSecond,
      long residentBytes,
      long heapBytes,
      long stateBytes,
      double startSeconds,
      double restoreSeconds) {}

  LedgerSize(BenchCluster cluster, Farm farm) {
    this.cluster = cluster;
    this.farm = farm;
  }

  /** Fills a ledger with everything that has been sent. */
  Sample sample() throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    int port = ChildProcess.freePort();
    Map<String, String> settings = Map.of("TIDEMARK_SCORE_INSTANCE_ID", NAME);
    ChildProcess process = cluster.tidemark(NAME, port, "score", settings);
    double seconds;
    try (CountWatch watch =
        new CountWatch(cluster.bootstrapServers(), Topics.STANDINGS, CountWatch.IGNORED)) {
      seconds = (watch.await(farm.counted(), STANDSTILL) - process.readySince()) / 1e9;
    }
    long resident = resident(process.pid());
    long heap = heap(port);
    process.stop();
    long state = BenchCluster.size(cluster.data(NAME));
    double start = startSeconds(process);
    process.stop();
    BenchCluster.delete(cluster.data(NAME).resolve("streams"));
    double restore = startSeconds(process);
    return new Sample(farm.sent(), farm.sent() / seconds, resident, heap, state, start, restore);
  }

  private double startSeconds(ChildProcess process) throws IOException, InterruptedException {
    long start = System.nanoTime();
    cluster.start(process);
    return (process.readySince() - start) / 1e9;
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

  private static long heap(int port) throws IOException, InterruptedException {
    URI metrics = URI.create("http://localhost:" + port + "/q/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}

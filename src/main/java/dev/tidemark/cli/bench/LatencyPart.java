package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How long a result takes at steady rates. */
final class LatencyPart {

  private static final int ALREADY_THERE = 100_000;

  /**
   * At the highest rate: 80 s after the start, compilers of JVMs still took a third of two cores.
   */
  private static final Duration WARM_UP = Duration.ofMinutes(2);

  private LatencyPart() {}

  static BenchTable run(Bench bench) throws IOException, InterruptedException, TimeoutException {
    BenchTable table =
        new BenchTable(
            "From producer to standing, each run %d s, milliseconds, medians of runs"
                .formatted(bench.plan().time().toSeconds()),
            "results/s");
    try (BenchCluster cluster = bench.cluster();
        Farm farm = bench.farm(cluster, new BenchEvents(Bench.MODELS, false), ALREADY_THERE)) {
      int port = ChildProcess.freePort();
      cluster.tidemark("tidemark", port, "ingest,score,serve", Map.of());
      Latency latency = new Latency(cluster, farm, "http://localhost:" + port);
      latency.at(Collections.max(bench.plan().rates()), WARM_UP);
      for (int i = 0; i < bench.plan().repeats(); i++) {
        for (int rate : bench.plan().rates()) {
          Latency.Sample sample = latency.at(rate, bench.plan().time());
          Map<String, Object> run = table.run("%,d".formatted(rate));
          put(run, "standing", sample.standing());
          put(run, "SSE", sample.sse());
          put(run, "probe SSE", sample.probe());
          bench.say(BenchTable.text("" + rate, run));
        }
      }
      bench.say(cluster.verify());
    }
    return table;
  }

  private static void put(Map<String, Object> run, String what, Quantiles times) {
    run.put(what + " p50", times.p50());
    run.put(what + " p95", times.p95());
    run.put(what + " p99", times.p99());
    run.put(what + " max", times.max());
  }
}

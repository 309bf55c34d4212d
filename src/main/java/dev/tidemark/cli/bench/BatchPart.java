package dev.tidemark.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A day of results with some refreshes: recomputed from files, and counted from their topics. */
final class BatchPart {

  private static final int[] REFRESHES = {1, 10, DuckBatch.FILES};

  private BatchPart() {}

  static BenchTable run(Bench bench) throws IOException, InterruptedException, TimeoutException {
    long results = bench.plan().results();
    BenchTable table =
        new BenchTable("%,d results, recomputed or counted from their topics".formatted(results));
    try (BenchCluster cluster = bench.cluster();
        Farm farm = bench.farm(cluster, new BenchEvents(Bench.MODELS, false), results)) {
      if (bench.plan().duckDb() == null) {
        bench.say("DuckDB isn't there: left out");
      } else {
        duckDb(bench, farm, table);
      }
      CatchUp.Sample tidemark = new CatchUp(cluster, farm).tidemark(1, 2);
      long start = System.nanoTime();
      bench.say(cluster.verify());
      put(table, "tidemark verify", 1, (System.nanoTime() - start) / 1e9, cluster.verifyCpu());
      put(
          table,
          "Tidemark, from nothing",
          -1,
          tidemark.seconds(),
          tidemark.cpuSecondsPerMillion() * results / 1e6);
    }
    return table;
  }

  private static void duckDb(Bench bench, Farm farm, BenchTable table) throws IOException {
    try (DuckBatch duck = new DuckBatch(bench.plan().duckDb())) {
      duck.write(
          new BenchEvents(Bench.MODELS, false),
          bench.plan().results(),
          bench.plan().folder().resolve("files"));
      for (int refreshes : REFRESHES) {
        long counted = 0;
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        for (int i = 1; i <= refreshes; i++) {
          counted = duck.refresh(i * DuckBatch.FILES / refreshes);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (counted != farm.counted()) {
          throw new IOException(
              "DuckDB counts %,d results, not %,d".formatted(counted, farm.counted()));
        }
        put(table, "DuckDB over NDJSON files", refreshes, seconds, cpuSeconds() - cpu);
        bench.say("DuckDB, %d refreshes: %.1f s".formatted(refreshes, seconds));
      }
    }
  }

  private static void put(
      BenchTable table, String system, int refreshes, double seconds, double cpuSeconds) {
    Map<String, Object> row = table.row();
    row.put("system", system);
    row.put("refreshes", refreshes < 0 ? "all" : refreshes);
    row.put("seconds", seconds);
    row.put("CPU s", cpuSeconds);
  }

  /** Of this process. */
  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}

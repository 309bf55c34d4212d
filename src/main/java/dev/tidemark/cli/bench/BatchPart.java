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
        new BenchTable(
            "%,d results, recomputed or counted from their topics, medians".formatted(results),
            "system, refreshes");
    try (BenchCluster cluster = bench.cluster();
        Farm farm = bench.farm(cluster, new BenchEvents(Bench.MODELS, false), results);
        DuckBatch duck = duckDb(bench)) {
      CatchUp catchUp = new CatchUp(cluster, farm);
      for (int i = 0; i < bench.plan().repeats(); i++) {
        cluster.reset(); // DuckDB has the machine to itself
        if (duck != null) {
          refresh(duck, farm, table);
        }
        CatchUp.Sample tidemark = catchUp.tidemark(1, 2);
        put(
            table.run("Tidemark from nothing, all"),
            tidemark.seconds(),
            tidemark.cpuSecondsPerMillion() * results / 1e6);
        long start = System.nanoTime();
        bench.say(cluster.verify());
        put(table.run("tidemark verify, 1"), since(start), cluster.verifyCpu());
      }
    }
    return table;
  }

  /** DuckDB with the results in files; null if it isn't there. */
  private static DuckBatch duckDb(Bench bench) throws IOException {
    if (bench.plan().duckDb() == null) {
      bench.say("DuckDB isn't there: left out");
      return null;
    }
    DuckBatch duck = new DuckBatch(bench.plan().duckDb());
    duck.write(
        new BenchEvents(Bench.MODELS, false),
        bench.plan().results(),
        bench.plan().folder().resolve("files"));
    return duck;
  }

  private static void refresh(DuckBatch duck, Farm farm, BenchTable table) throws IOException {
    for (int refreshes : REFRESHES) {
      long counted = 0;
      double cpu = cpuSeconds();
      long start = System.nanoTime();
      for (int i = 1; i <= refreshes; i++) {
        counted = duck.refresh(i * DuckBatch.FILES / refreshes);
      }
      put(table.run("DuckDB over NDJSON files, " + refreshes), since(start), cpuSeconds() - cpu);
      if (counted != farm.counted()) {
        throw new IOException(
            "DuckDB counts %,d results, not %,d".formatted(counted, farm.counted()));
      }
    }
  }

  private static void put(Map<String, Object> run, double seconds, double cpuSeconds) {
    run.put("seconds", seconds);
    run.put("CPU s", cpuSeconds);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Of this process. */
  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}

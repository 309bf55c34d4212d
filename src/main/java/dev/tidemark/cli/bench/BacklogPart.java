package dev.tidemark.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/** How fast a backlog is counted: by peers and by Tidemark, and by Tidemark in other shapes. */
final class BacklogPart {

  static final String TIDEMARK = "Tidemark";

  private record Shape(String name, boolean even, int instances, int threads) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("hot model, 2 threads", false, 1, 2),
          new Shape("hot model, 1 thread", false, 1, 1),
          new Shape("hot model, 4 threads", false, 1, 4),
          new Shape("hot model, 2 instances of 1 thread", false, 2, 1),
          new Shape("even spread, 2 threads", true, 1, 2));

  private BacklogPart() {}

  static BenchTable catchUp(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    Map<Peer, List<CatchUp.Sample>> peers = new EnumMap<>(Peer.class);
    List<CatchUp.Sample> tidemark = new ArrayList<>();
    try (BenchCluster cluster = bench.cluster();
        Farm farm =
            bench.farm(cluster, new BenchEvents(Bench.MODELS, false), bench.plan().results())) {
      CatchUp catchUp = new CatchUp(cluster, farm);
      for (int i = 0; i < bench.plan().repeats(); i++) {
        for (Peer peer : Peer.values()) {
          CatchUp.Sample sample = said(bench, peer.text(), catchUp.peer(peer));
          peers.computeIfAbsent(peer, any -> new ArrayList<>()).add(sample);
        }
        tidemark.add(said(bench, TIDEMARK, catchUp.tidemark(1, 2)));
        bench.say(cluster.verify());
      }
    }
    BenchTable table = table(bench, "Catch-up");
    double own = median(tidemark, CatchUp.Sample::resultsPerSecond);
    peers.forEach((peer, samples) -> row(table, peer.text(), samples, own));
    row(table, TIDEMARK, tidemark, own);
    return table;
  }

  static BenchTable scaling(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    Map<Shape, List<CatchUp.Sample>> samples = new LinkedHashMap<>();
    for (boolean even : new boolean[] {false, true}) {
      try (BenchCluster cluster = bench.cluster();
          Farm farm =
              bench.farm(cluster, new BenchEvents(Bench.MODELS, even), bench.plan().results())) {
        CatchUp catchUp = new CatchUp(cluster, farm);
        for (int i = 0; i < bench.plan().repeats(); i++) {
          for (Shape shape : SHAPES) {
            if (shape.even() == even) {
              samples
                  .computeIfAbsent(shape, any -> new ArrayList<>())
                  .add(
                      said(
                          bench,
                          shape.name(),
                          catchUp.tidemark(shape.instances(), shape.threads())));
            }
          }
        }
        bench.say(cluster.verify());
      }
    }
    BenchTable table = table(bench, "Shapes of Tidemark");
    double own = median(samples.get(SHAPES.get(0)), CatchUp.Sample::resultsPerSecond);
    samples.forEach((shape, all) -> row(table, shape.name(), all, own));
    return table;
  }

  private static BenchTable table(Bench bench, String title) {
    return new BenchTable(
        "%s: %,d results, %d runs each, medians"
            .formatted(title, bench.plan().results(), bench.plan().repeats()));
  }

  private static CatchUp.Sample said(Bench bench, String name, CatchUp.Sample sample) {
    bench.say("%s: %,.0f results/s".formatted(name, sample.resultsPerSecond()));
    return sample;
  }

  private static void row(
      BenchTable table, String name, List<CatchUp.Sample> samples, double tidemark) {
    double speed = median(samples, CatchUp.Sample::resultsPerSecond);
    Map<String, Object> row = table.row();
    row.put("system", name);
    row.put("results/s", speed);
    row.put(
        "slowest", samples.stream().mapToDouble(CatchUp.Sample::resultsPerSecond).min().orElse(0));
    row.put(
        "fastest", samples.stream().mapToDouble(CatchUp.Sample::resultsPerSecond).max().orElse(0));
    row.put("Tidemark is ×", tidemark / speed);
    row.put("CPU s/million", median(samples, CatchUp.Sample::cpuSecondsPerMillion));
    row.put("broker CPU s/million", median(samples, CatchUp.Sample::brokerCpuSecondsPerMillion));
    row.put("written B/result", median(samples, CatchUp.Sample::writtenBytesPerResult));
    row.put("state B/result", median(samples, CatchUp.Sample::stateBytesPerResult));
  }

  private static double median(
      List<CatchUp.Sample> samples, ToDoubleFunction<CatchUp.Sample> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

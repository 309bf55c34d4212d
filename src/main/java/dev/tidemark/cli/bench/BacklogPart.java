package dev.tidemark.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How fast a backlog is counted: by peers and by Tidemark, and by Tidemark in other shapes. */
final class BacklogPart {

  static final String TIDEMARK = "Tidemark";
  static final String SPEED = "results/s";

  private record Shape(String name, boolean even, int instances, int threads) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("hot model, 2 threads", false, 1, 2),
          new Shape("hot model, 1 thread", false, 1, 1),
          new Shape("hot model, 4 threads", false, 1, 4),
          new Shape("hot model, 2 instances of 1 thread", false, 2, 1),
          new Shape("even spread, 2 threads", true, 1, 2));

  /** Runs one system once. */
  @FunctionalInterface
  private interface Run {
    CatchUp.Sample of(CatchUp catchUp) throws IOException, InterruptedException, TimeoutException;
  }

  private record Contestant(String name, boolean makesStandings, Run run) {}

  private BacklogPart() {}

  static BenchTable catchUp(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    BenchTable table = table(bench, "Catch-up", "system");
    table.compare(SPEED, TIDEMARK);
    List<Contestant> contestants = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      contestants.add(new Contestant(peer.text(), false, catchUp -> catchUp.peer(peer)));
    }
    contestants.add(new Contestant(TIDEMARK, true, catchUp -> catchUp.tidemark(1, 2)));
    measure(bench, false, contestants, table);
    return table;
  }

  static BenchTable scaling(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    BenchTable table = table(bench, "Shapes of Tidemark", "shape");
    table.compare(SPEED, SHAPES.get(0).name());
    for (boolean even : new boolean[] {false, true}) {
      List<Contestant> contestants =
          SHAPES.stream()
              .filter(shape -> shape.even() == even)
              .map(
                  shape ->
                      new Contestant(
                          shape.name(),
                          true,
                          catchUp -> catchUp.tidemark(shape.instances(), shape.threads())))
              .toList();
      measure(bench, even, new ArrayList<>(contestants), table);
    }
    return table;
  }

  /** All contestants over one backlog, as often as planned, each time another one first. */
  private static void measure(
      Bench bench, boolean even, List<Contestant> contestants, BenchTable table)
      throws IOException, InterruptedException, TimeoutException {
    try (BenchCluster cluster = bench.cluster();
        Farm farm =
            bench.farm(cluster, new BenchEvents(Bench.MODELS, even), bench.plan().results())) {
      CatchUp catchUp = new CatchUp(cluster, farm);
      for (int i = 0; i < bench.plan().repeats(); i++) {
        for (Contestant contestant : contestants) {
          Map<String, Object> run = table.run(contestant.name());
          put(run, contestant.run().of(catchUp));
          bench.say(BenchTable.text(contestant.name(), run));
          if (contestant.makesStandings()) {
            bench.say(cluster.verify());
          }
        }
        Collections.rotate(contestants, 1);
      }
    }
  }

  private static BenchTable table(Bench bench, String title, String of) {
    return new BenchTable("%s: %,d results, medians".formatted(title, bench.plan().results()), of);
  }

  private static void put(Map<String, Object> run, CatchUp.Sample sample) {
    run.put(SPEED, sample.resultsPerSecond());
    run.put("CPU s/million", sample.cpuSecondsPerMillion());
    run.put("broker CPU s/million", sample.brokerCpuSecondsPerMillion());
    run.put("written B/result", sample.writtenBytesPerResult());
    run.put("state B/result", sample.stateBytesPerResult());
  }
}

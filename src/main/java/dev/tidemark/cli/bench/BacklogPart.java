package dev.tidemark.cli.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** How fast a backlog is counted: by peers and by Tidemark, and by Tidemark in other shapes. */
final class BacklogPart {

  static final String TIDEMARK = "Tidemark";
  static final String SPEED = "results/s";

  private record Shape(String name, boolean even, int instances, int threads) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("hot model, 2 threads", false, 1, 2),
          new Shape("even spread, 2 threads", true, 1, 2),
          new Shape("hot model, 1 thread", false, 1, 1),
          new Shape("hot model, 4 threads", false, 1, 4),
          new Shape("hot model, 2 instances of 1 thread", false, 2, 1));

  /** Runs one system once. */
  @FunctionalInterface
  private interface Run {
    CatchUp.Sample of(CatchUp catchUp) throws IOException, InterruptedException, TimeoutException;
  }

  /**
   * @param even which backlog it counts
   */
  private record Contestant(String name, boolean even, boolean makesStandings, Run run) {}

  /** One that has been sent, on a broker of its own. */
  private record Backlog(BenchCluster cluster, Farm farm) implements AutoCloseable {

    static Backlog sent(Bench bench, boolean even) throws IOException, InterruptedException {
      BenchCluster cluster = bench.cluster();
      return new Backlog(
          cluster,
          bench.farm(cluster, new BenchEvents(Bench.MODELS, even), bench.plan().results()));
    }

    @Override
    public void close() {
      farm.close();
      cluster.close();
    }
  }

  private BacklogPart() {}

  static BenchTable catchUp(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    BenchTable table = table(bench, "Catch-up", "system");
    table.compare(SPEED, TIDEMARK);
    List<Contestant> contestants = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      contestants.add(new Contestant(peer.text(), false, false, catchUp -> catchUp.peer(peer)));
    }
    contestants.add(new Contestant(TIDEMARK, false, true, catchUp -> catchUp.tidemark(1, 2)));
    try (Backlog hot = Backlog.sent(bench, false)) {
      measure(bench, contestants, any -> hot, table);
    }
    return table;
  }

  static BenchTable scaling(Bench bench)
      throws IOException, InterruptedException, TimeoutException {
    BenchTable table = table(bench, "Shapes of Tidemark", "shape");
    table.compare(SPEED, SHAPES.get(0).name());
    List<Contestant> contestants = new ArrayList<>();
    for (Shape shape : SHAPES) {
      contestants.add(
          new Contestant(
              shape.name(),
              shape.even(),
              true,
              catchUp -> catchUp.tidemark(shape.instances(), shape.threads())));
    }
    // Both at once, so that a machine that gets slower doesn't do so for one of them alone.
    try (Backlog hot = Backlog.sent(bench, false);
        Backlog even = Backlog.sent(bench, true)) {
      measure(bench, contestants, contestant -> contestant.even() ? even : hot, table);
    }
    return table;
  }

  /** All contestants over their backlogs, as often as planned, each time another one first. */
  private static void measure(
      Bench bench,
      List<Contestant> contestants,
      Function<Contestant, Backlog> backlogs,
      BenchTable table)
      throws IOException, InterruptedException, TimeoutException {
    for (int i = 0; i < bench.plan().repeats(); i++) {
      for (Contestant contestant : contestants) {
        Backlog backlog = backlogs.apply(contestant);
        Map<String, Object> run = table.run(contestant.name());
        put(run, contestant.run().of(new CatchUp(backlog.cluster(), backlog.farm())));
        bench.say(BenchTable.text(contestant.name(), run));
        if (contestant.makesStandings()) {
          bench.say(backlog.cluster().verify());
        }
      }
      Collections.rotate(contestants, 1);
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

package dev.tidemark.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Measures Tidemark beside its peers, in one run on one machine. */
public final class Bench {

  /** Models of the farm, of which the first has half of all results. */
  static final int MODELS = 30;

  /** What can be measured. */
  public enum Part {
    /** A backlog, counted by each peer and by Tidemark, interleaved. */
    CATCHUP(BacklogPart::catchUp),
    /** Threads, and an even spread of models. */
    SCALING(BacklogPart::scaling),
    /** From the producer to the standings and to the stream, at steady rates. */
    LATENCY(LatencyPart::run),
    /** A ledger of growing size: cost of a result, memory, start, restore. */
    LEDGER(LedgerPart::run),
    /** All refreshes of a day by recomputing from files. */
    BATCH(BatchPart::run),
    /** Publishing and reading over HTTP. */
    HTTP(HttpPart::run);

    private final Measurement measurement;

    Part(Measurement measurement) {
      this.measurement = measurement;
    }
  }

  /** One part: what it finds is a table. */
  @FunctionalInterface
  interface Measurement {

    BenchTable run(Bench bench) throws IOException, InterruptedException, TimeoutException;
  }

  /**
   * What to do.
   *
   * @param results of the backlog
   * @param repeats of each measurement of the backlog
   * @param rates of the latency, results a second
   * @param time for which a rate or a load is held
   * @param ledgers sizes, ascending
   * @param flags of the virtual machines that are measured
   * @param duckDb jar of DuckDB's JDBC driver; null without one
   */
  public record Plan(
      long results,
      int repeats,
      List<Integer> rates,
      Duration time,
      List<Long> ledgers,
      List<String> flags,
      Path folder,
      Path duckDb) {}

  private final Plan plan;
  private final Consumer<String> out;
  private final Map<Part, BenchTable> tables = new LinkedHashMap<>();
  private int clusters;

  /**
   * @param out takes lines of progress and the tables
   */
  public Bench(Plan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /** Measures one part. */
  public void run(Part part) throws IOException, InterruptedException, TimeoutException {
    BenchTable table = part.measurement.run(this);
    tables.put(part, table);
    table.lines().forEach(out);
  }

  Plan plan() {
    return plan;
  }

  void say(String line) {
    out.accept(line);
  }

  /** An empty one. */
  BenchCluster cluster() throws IOException, InterruptedException {
    return new BenchCluster(plan.folder().resolve("cluster-" + ++clusters), plan.flags());
  }

  /** A farm that has sent so many results. */
  Farm farm(BenchCluster cluster, BenchEvents events, long results) {
    Farm farm = new Farm(cluster.bootstrapServers(), events);
    long start = System.nanoTime();
    farm.sendUpTo(results);
    say(
        "%,d results sent in %.1f s: %,d bad, %,d to be counted"
            .formatted(farm.sent(), (System.nanoTime() - start) / 1e9, farm.bad(), farm.counted()));
    return farm;
  }

  /**
   * The speeds of the backlog as an SVG.
   *
   * @return empty as long as they haven't been measured
   */
  public Optional<String> chart() {
    return Optional.ofNullable(tables.get(Part.CATCHUP))
        .map(
            table -> {
              Map<String, Double> speeds = table.figures(BacklogPart.SPEED);
              // It keeps nothing, and its bar would leave none of the others' to be seen.
              speeds.remove(Peer.CEILING.text());
              return BenchChart.svg("Results counted a second", speeds, BacklogPart.TIDEMARK);
            });
  }

  /** All tables so far and what they were measured on. */
  public ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("at", Instant.now().toString());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("java", System.getProperty("java.vm.name") + ' ' + Runtime.version());
    json.put("flags", String.join(" ", plan.flags()));
    ArrayNode array = json.putArray("tables");
    tables.values().forEach(table -> array.add(table.json(mapper)));
    return json;
  }
}

package dev.tidemark.cli.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * Results whose way is known exactly. Of a farm's results it is only known how many a standing
 * counts, not which: one that is overtaken looks as fast as the one that overtook it. A probe's
 * model has one result under way at a time.
 */
final class Probes implements Farm.Extras {

  private static final int MODELS = 40;
  private static final int A_SECOND = 20;
  private static final Instant OCCURRED_AT = Instant.parse("2026-07-15T12:00:00Z");

  private final BenchEvents events;
  private final Arrivals arrivals;
  private final Random random = new Random(1);
  private final List<Long> due = new ArrayList<>();
  private final Map<String, List<Long>> sent = new HashMap<>();
  private final String run;
  private long start;

  /**
   * @param run names this measurement: no case is tried twice
   * @param arrivals to a reader of the standings topic, from the first probe on
   */
  Probes(BenchEvents events, String run, Arrivals arrivals) {
    this.events = events;
    this.run = run;
    this.arrivals = arrivals;
  }

  /**
   * Those whose time has come, at random within their twentieth of a second: in step with commits
   * all would wait as long. A model's turn comes every two seconds; if its last result hasn't
   * arrived by then the next is sent when it has, and counts from when it was due.
   */
  @Override
  public List<SpecificRecord> due(long now) {
    start = due.isEmpty() ? now : start;
    List<SpecificRecord> free = new ArrayList<>();
    long slot = TimeUnit.SECONDS.toNanos(1) / A_SECOND;
    while (start + due.size() * slot <= now) {
      due.add(start + due.size() * slot + (long) (random.nextDouble() * slot));
    }
    for (int model = 0; model < MODELS; model++) {
      List<Long> times = sent.computeIfAbsent(key(model), any -> new ArrayList<>());
      int next = model + times.size() * MODELS;
      if (next < due.size()
          && due.get(next) <= now
          && arrivals.arrived(key(model)) == times.size()) {
        times.add(due.get(next));
        free.add(probe(model, next));
      }
    }
    return free;
  }

  @Override
  public boolean waits(long then) {
    int begun = sent.values().stream().mapToInt(List::size).sum();
    return begun < due.stream().filter(time -> time <= then).count();
  }

  /** By key of the standing: when each of its results was due to be sent. */
  Map<String, List<Long>> sent() {
    return sent;
  }

  private SpecificRecord probe(int model, int number) {
    SpecificRecord probe = events.event(2); // an attack like any other
    put(probe, "model", name(model));
    put(probe, "caseId", "probe-" + run + '-' + number);
    put(probe, "occurredAt", OCCURRED_AT);
    return probe;
  }

  private static void put(SpecificRecord event, String field, Object value) {
    event.put(event.getSchema().getField(field).pos(), value);
  }

  private static String key(int model) {
    return name(model) + '|' + OCCURRED_AT.toString().substring(0, 7);
  }

  private static String name(int model) {
    return "bench/probe-%02d".formatted(model);
  }
}

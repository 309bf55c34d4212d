package dev.tidemark.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Makes sets of events as a careless world would send them: reruns, corrections, ties, repeats,
 * late results, retractions of every shape and registrations that contradict each other. All come
 * from the random numbers given, so a seed names a set. Every event keeps the rules of the event
 * table, but about one result in a hundred occurred too long after its timestamp.
 */
public final class EventGenerator {

  private static final int MAX_RETRACTIONS = 150;
  private static final int MAX_REGISTRATIONS = 60;

  private final Random random;
  private final Function<Map<String, Object>, String> hash;
  private final List<OracleRecord> events = new ArrayList<>();
  private final List<OracleRecord> results = new ArrayList<>();
  private final GeneratedResults resultFields;
  private final GeneratedRetractions retractions;
  private final GeneratedRegistrations registrations;

  private EventGenerator(Random random, Function<Map<String, Object>, String> hash, int count) {
    this.random = random;
    this.hash = hash;
    resultFields = new GeneratedResults(random, count);
    retractions = new GeneratedRetractions(random, resultFields);
    registrations = new GeneratedRegistrations(random);
  }

  /**
   * A set of events in no particular order.
   *
   * @param random the only source of chance
   * @param hash gives the content hash (32 lower-case hex digits) of an event's fields
   * @param count how many events, at least 1; from about 1,000 on every shape of retraction occurs
   */
  public static List<OracleRecord> events(
      Random random, Function<Map<String, Object>, String> hash, int count) {
    EventGenerator generator = new EventGenerator(random, hash, count);
    generator.generate(count);
    return List.copyOf(generator.events);
  }

  private void generate(int count) {
    int withdrawals = Math.min(MAX_RETRACTIONS, count / 25);
    int models = Math.min(MAX_REGISTRATIONS, count / 25);
    while (events.size() < count) {
      int chance = random.nextInt(count);
      if (results.isEmpty()) {
        addResult(resultFields.fresh());
      } else if (chance < withdrawals) {
        addRetraction();
      } else if (chance < withdrawals + models) {
        add(registrations.timestamp(), registrations.fields());
      } else {
        addSomeResult();
      }
    }
  }

  private void addSomeResult() {
    OracleRecord earlier = results.get(random.nextInt(results.size()));
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> addLater(resultFields.rerun(earlier.fields()), earlier);
      case 3, 4 -> addLater(resultFields.correction(earlier.fields()), earlier);
      case 5 -> addLater(resultFields.otherwise(earlier.fields()), earlier);
      case 6 -> add(earlier.timestamp(), resultFields.otherwise(earlier.fields()));
      case 7 -> addLater(earlier.fields(), earlier);
      case 8 -> events.add(earlier);
      case 9, 10, 11 -> addResult(resultFields.inAnotherMonth(earlier.fields()));
      default -> addResult(resultFields.fresh());
    }
  }

  private void addResult(Map<String, Object> fields) {
    results.add(add(resultFields.timestamp(fields), fields));
  }

  /** Near the timestamp of another record of the same identity: a little before or after. */
  private void addLater(Map<String, Object> fields, OracleRecord other) {
    long[] shifts = {-3_600_000, -1, 0, 1, 1_000, 86_400_000};
    long shifted = other.timestamp() + shifts[random.nextInt(shifts.length)];
    long earliest = other.occurredAtMillis() - GeneratedResults.MAX_AHEAD_MILLIS;
    results.add(add(Math.max(shifted, earliest), fields));
  }

  /** Often the same pattern again, before or after, and for another reason. */
  private void addRetraction() {
    GeneratedRetractions.Pattern pattern = retractions.pattern(results);
    add(pattern.timestamp(), retractions.withReason(pattern.fields()));
    while (random.nextInt(5) < 2) {
      long[] shifts = {-30 * 86_400_000L, -1, 0, 1, 3_600_000, 86_400_000};
      long shifted = pattern.timestamp() + shifts[random.nextInt(shifts.length)];
      add(shifted, retractions.withReason(pattern.fields()));
    }
  }

  private OracleRecord add(long timestamp, Map<String, Object> fields) {
    Map<String, Object> copy = new LinkedHashMap<>(fields);
    OracleRecord record = new OracleRecord(timestamp, copy, hash.apply(copy));
    events.add(record);
    return record;
  }
}

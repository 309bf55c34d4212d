package dev.tidemark.cli.bench;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Skill;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A farm's results, numbered: eight attacks to a campaign and a benchmark; 1 % are cut short, 5 %
 * are reruns, half of these in the month of the first run and half in the next one, where they make
 * pairs and flips. The number alone decides what a result holds.
 */
final class BenchEvents {

  private static final int SUITES = 8;
  private static final int GROUPS = 12;
  private static final int TECHNIQUES = 20;
  private static final int FARMS = 4;
  private static final int TURN_BUDGET = 20;
  private static final Instant[] MONTHS = {
    Instant.parse("2026-06-15T12:00:00Z"),
    Instant.parse("2026-07-15T12:00:00Z"),
    Instant.parse("2026-08-15T12:00:00Z")
  };

  private final int models;
  private final boolean even;
  private final BitSet tried = new BitSet();

  /**
   * @param models how many models there are
   * @param even whether each has its share; else the first has half of all results
   */
  BenchEvents(int models, boolean even) {
    this.models = models;
    this.even = even;
  }

  /** The record to send as the i-th; its partition follows from the result's identity. */
  ProducerRecord<byte[], byte[]> record(long i) {
    ProducerRecord<byte[], byte[]> record = record(event(i));
    byte[] value = record.value();
    return bad(i)
        ? new ProducerRecord<>(record.topic(), record.key(), Arrays.copyOf(value, value.length / 2))
        : record;
  }

  /** The record of an event as publishers make it. */
  static ProducerRecord<byte[], byte[]> record(SpecificRecord event) {
    return new ProducerRecord<>(
        EventKeys.topic(event),
        EventKeys.recordKey(event).getBytes(StandardCharsets.UTF_8),
        EventCodec.encode(event));
  }

  /** Whether it ends in the dead letters. */
  boolean bad(long i) {
    return i % 100 == 50;
  }

  /**
   * Whether standings count one result more after it. To be asked for each number once, in order.
   */
  boolean counts(long i) {
    if (bad(i)) {
      return false;
    }
    if (!rerun(i)) {
      return true;
    }
    if (!inNextMonth(i)) {
      return false;
    }
    int source = (int) source(i);
    boolean first = !tried.get(source);
    tried.set(source);
    return first;
  }

  /** Key of the standing that counts it, if one does. */
  String standing(long i) {
    long number = rerun(i) ? source(i) : i;
    return modelName(mix(number)) + '|' + MONTHS[month(i, number)].toString().substring(0, 7);
  }

  SpecificRecord event(long i) {
    long number = rerun(i) ? source(i) : i;
    long nature = mix(number);
    long mood = mix(~i);
    String model = modelName(nature);
    String suite = "suite-" + below(nature >>> 8, SUITES);
    Instant occurredAt = MONTHS[month(i, number)];
    String runId = "run-" + i / 5_000;
    String runner = "farm-" + below(mood, FARMS);
    String group = "group-" + below(nature >>> 16, GROUPS);
    String technique = "technique-" + below(nature >>> 24, TECHNIQUES);
    Severity severity = Severity.values()[below(nature >>> 32, 4)];
    Complexity complexity = Complexity.values()[below(nature >>> 36, 4)];
    int luck = below(mood >>> 20, 100);
    Outcome outcome =
        luck < 2 ? Outcome.INCONCLUSIVE : luck < 30 ? Outcome.BREACHED : Outcome.RESISTED;
    long inputTokens = 200 + below(mood >>> 28, 1_000);
    long outputTokens = 50 + below(mood >>> 36, 2_000);
    Object[] common = {
      model,
      suite,
      "case-" + number,
      0,
      0,
      occurredAt,
      runId,
      runner,
      "judge-1",
      "2026-06",
      null,
      inputTokens,
      outputTokens,
      null
    };
    if (number % 10 == 1) {
      return record(
          new BenchmarkResult(), common, Skill.values()[below(nature >>> 40, 4)], luck / 100.0);
    }
    if (number % 10 == 0) {
      int turns = 1 + below(mood >>> 44, TURN_BUDGET);
      int signals = below(mood >>> 50, 3);
      return record(
          new CampaignResult(),
          common,
          group,
          severity,
          complexity,
          technique,
          outcome,
          turns,
          TURN_BUDGET,
          signals);
    }
    return record(new AttackResult(), common, group, severity, complexity, technique, outcome);
  }

  /** The schemas of all kinds begin with the same fields. */
  private static SpecificRecord record(SpecificRecord event, Object[] common, Object... own) {
    int field = 0;
    for (Object value : common) {
      event.put(field++, value);
    }
    for (Object value : own) {
      event.put(field++, value);
    }
    return event;
  }

  private static int month(long i, long number) {
    return (number % 10 < 3 ? 0 : 1) + (inNextMonth(i) ? 1 : 0);
  }

  private String modelName(long nature) {
    return "bench/model-%02d".formatted(model(nature));
  }

  private int model(long nature) {
    if (even) {
      return below(nature, models);
    }
    return (nature & 1) == 0 ? 0 : 1 + below(nature >>> 1, models - 1);
  }

  private static boolean rerun(long i) {
    return i > 100 && i % 20 == 7;
  }

  private static boolean inNextMonth(long i) {
    return rerun(i) && i % 40 == 27;
  }

  /** The earlier result that a rerun tries again; a first run and a good one. */
  private long source(long i) {
    long source = Long.remainderUnsigned(mix(i), i);
    while (bad(source) || rerun(source)) {
      source--;
    }
    return source;
  }

  private static int below(long random, int bound) {
    return (int) ((random & 0x7fff_ffffL) % bound);
  }

  /** Stafford's variant 13 of the 64-bit finaliser of MurmurHash3. */
  private static long mix(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}

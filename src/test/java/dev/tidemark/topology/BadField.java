package dev.tidemark.topology;

import dev.tidemark.event.EventType;
import dev.tidemark.event.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A value that breaks one rule of the event table, and that rule. Rules that no Avro writer can
 * break (a field missing, half of a surrogate pair) are not among them.
 */
record BadField(EventType type, String field, Object value, String rule) {

  private static final List<EventType> RESULTS =
      List.of(EventType.ATTACK, EventType.CAMPAIGN, EventType.BENCHMARK);

  /** A valid event of the type with this field in place of its own. */
  SpecificRecord event() {
    SpecificRecordBase event = (SpecificRecordBase) sample(type);
    event.put(field, value);
    return event;
  }

  static SpecificRecord sample(EventType type) {
    return switch (type) {
      case ATTACK -> Samples.attack().build();
      case CAMPAIGN -> Samples.campaign().build();
      case BENCHMARK -> Samples.benchmark().build();
      case MODEL -> Samples.model().build();
      case RETRACT -> Samples.retraction().build();
    };
  }

  @Override
  public String toString() {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return "%s %s = %s".formatted(type, field, text.substring(0, Math.min(30, text.length())));
  }

  static List<BadField> all() {
    Rows rows = new Rows();
    for (EventType type : EventType.values()) {
      rows.name(type, "model");
    }
    for (EventType type : RESULTS) {
      rows.name(type, "suite");
      rows.name(type, "caseId");
      rows.bad(type, "trial", "range", -1, Integer.MIN_VALUE);
      rows.bad(type, "revision", "range", -1);
      rows.bad(type, "occurredAt", "range", Instant.ofEpochMilli(-1));
      rows.bad(type, "occurredAt", "range", Instant.parse("+10000-01-01T00:00:00Z"));
      rows.bad(type, "occurredAt", "future", Instant.ofEpochMilli(Samples.TIME + 300_001));
      for (String field : List.of("runId", "runner", "judge", "modelRevision")) {
        rows.bad(type, field, "length", "x".repeat(201));
      }
      rows.bad(type, "evidenceUri", "length", "x".repeat(2_001));
      for (String field : List.of("inputTokens", "outputTokens", "latencyMs")) {
        rows.bad(type, field, "range", -1L, Long.MIN_VALUE);
      }
      for (String field : List.of("inputTokens", "outputTokens")) {
        rows.bad(type, field, "range", 10_000_000_001L, Long.MAX_VALUE);
      }
    }
    rows.label(EventType.ATTACK, "category");
    rows.bad(EventType.ATTACK, "technique", "length", "x".repeat(101));
    rows.label(EventType.CAMPAIGN, "intent");
    rows.bad(EventType.CAMPAIGN, "technique", "length", "x".repeat(101));
    rows.bad(EventType.CAMPAIGN, "turns", "range", 0, -1);
    rows.bad(EventType.CAMPAIGN, "turns", "budget", 21);
    rows.bad(EventType.CAMPAIGN, "turnBudget", "range", 0, 10_001);
    rows.bad(EventType.CAMPAIGN, "signalsLeaked", "range", -1);
    rows.bad(EventType.BENCHMARK, "score", "range", -0.001, 1.001, Double.NaN);
    rows.bad(EventType.MODEL, "displayName", "length", "x".repeat(201));
    rows.bad(EventType.MODEL, "provider", "length", "x".repeat(201));
    rows.bad(EventType.MODEL, "aliases", "count", Collections.nCopies(101, "one"));
    rows.bad(EventType.MODEL, "aliases", "length", List.of("one", ""));
    rows.bad(EventType.MODEL, "aliases", "characters", List.of("one", "a|b"));
    for (String price : List.of("inputUsdPerMTok", "outputUsdPerMTok")) {
      rows.bad(EventType.MODEL, price, "range", -0.01, Double.NaN, Double.POSITIVE_INFINITY);
    }
    rows.bad(EventType.RETRACT, "runId", "length", "x".repeat(201));
    rows.name(EventType.RETRACT, "suite");
    rows.name(EventType.RETRACT, "caseId");
    rows.bad(EventType.RETRACT, "trial", "range", -1);
    rows.bad(EventType.RETRACT, "period", "format", "2026", "2026-13", "1969-12", "March");
    rows.bad(EventType.RETRACT, "reason", "length", "x".repeat(1_001));
    rows.bad(EventType.RETRACT, "by", "length", "x".repeat(201));
    // Without the run, nothing narrows it.
    rows.list.add(new BadField(EventType.RETRACT, "runId", null, "retraction.pattern"));
    return rows.list;
  }

  private static final class Rows {

    private final List<BadField> list = new ArrayList<>();

    void bad(EventType type, String field, String rule, Object... values) {
      for (Object value : values) {
        list.add(new BadField(type, field, value, field + '.' + rule));
      }
    }

    void name(EventType type, String field) {
      bad(type, field, "length", "", "x".repeat(201));
      bad(type, field, "characters", "a|b", "a\nb", "a\0", "a\u2028b", "\u0085");
    }

    void label(EventType type, String field) {
      bad(type, field, "blank", "", " \t ");
      bad(type, field, "length", "x".repeat(101));
    }
  }
}

package dev.tidemark.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records for hand-computed cases: one plain event each, with fields replaced or added. */
final class Events {

  /** 2025-03-01T00:00:00Z. */
  static final long MARCH = 1_740_787_200_000L;

  static final long DAY = 86_400_000L;

  private Events() {}

  /** RESISTED, LOW, DIRECT, by model m in suite s, case c, recorded when it occurred. */
  static OracleRecord attack(long timestamp, Object... namesAndValues) {
    return record(
        timestamp,
        fields("attack", "category", "harm", "severity", "LOW", "complexity", "DIRECT"),
        fields(null, "outcome", "RESISTED", "occurredAt", timestamp),
        fields(null, namesAndValues));
  }

  /** RESISTED after 4 of 4 turns, LOW, DIRECT. */
  static OracleRecord campaign(long timestamp, Object... namesAndValues) {
    return record(
        timestamp,
        fields("campaign", "intent", "theft", "severity", "LOW", "complexity", "DIRECT"),
        fields(null, "outcome", "RESISTED", "occurredAt", timestamp),
        fields(null, "turns", 4, "turnBudget", 4),
        fields(null, namesAndValues));
  }

  /** REASONING, score 1. */
  static OracleRecord benchmark(long timestamp, Object... namesAndValues) {
    return record(
        timestamp,
        fields("benchmark", "skill", "REASONING", "score", 1, "occurredAt", timestamp),
        fields(null, namesAndValues));
  }

  /** Of model m. */
  static OracleRecord retraction(long timestamp, Object... namesAndValues) {
    return record(timestamp, Map.of("type", "retract", "model", "m"), fields(null, namesAndValues));
  }

  static OracleRecord registration(
      long timestamp, String model, List<String> aliases, Object... namesAndValues) {
    return record(
        timestamp,
        Map.of("type", "model", "model", model, "aliases", aliases),
        fields(null, namesAndValues));
  }

  /** The same record under another content hash, all of whose digits are this one. */
  static OracleRecord withHash(OracleRecord record, char digit) {
    return new OracleRecord(record.timestamp(), record.fields(), String.valueOf(digit).repeat(32));
  }

  private static Map<String, Object> fields(String type, Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (type != null) {
      fields.putAll(Map.of("type", type, "model", "m", "suite", "s", "caseId", "c"));
    }
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  @SafeVarargs
  private static OracleRecord record(long timestamp, Map<String, Object>... parts) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map<String, Object> part : parts) {
      fields.putAll(part);
    }
    return new OracleRecord(timestamp, fields, ContentHash.of(fields));
  }
}

package dev.tidemark.oracle;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One valid record of any input topic, as the oracle reads it.
 *
 * @param timestamp the record's own Kafka timestamp, milliseconds since the epoch
 * @param fields the event's JSON fields with {@code type}; absent and null mean the same
 * @param contentHashHex the content hash, 32 lower-case hex digits, so that comparing the texts
 *     compares the unsigned numbers
 */
public record OracleRecord(long timestamp, Map<String, Object> fields, String contentHashHex) {

  /** Order of records that are otherwise alike: timestamp, then content hash. */
  static final Comparator<OracleRecord> BY_TIME_AND_HASH =
      Comparator.comparingLong(OracleRecord::timestamp).thenComparing(OracleRecord::contentHashHex);

  private static final long MAX_AHEAD_MILLIS = 5 * 60 * 1000;

  public OracleRecord {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    if (!contentHashHex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not 32 lower-case hex digits: " + contentHashHex);
    }
  }

  /** {@code attack}, {@code campaign}, {@code benchmark}, {@code model} or {@code retract}. */
  public String type() {
    return text("type");
  }

  /** Whether this is an attack, a campaign or a benchmark. */
  public boolean isResult() {
    return type().equals("attack") || type().equals("campaign") || type().equals("benchmark");
  }

  /** Whether intake refuses this result, because it occurred too long after its timestamp. */
  public boolean isDeadLetter() {
    return isResult() && occurredAtMillis() > timestamp + MAX_AHEAD_MILLIS;
  }

  boolean has(String field) {
    return fields.get(field) != null;
  }

  /** A text field, null when absent. */
  String text(String field) {
    return (String) fields.get(field);
  }

  /** An integer field, 0 when absent. */
  long integer(String field) {
    return has(field) ? ((Number) fields.get(field)).longValue() : 0;
  }

  /** A number with a fraction, null when absent. */
  Double decimal(String field) {
    return has(field) ? ((Number) fields.get(field)).doubleValue() : null;
  }

  long occurredAtMillis() {
    Object time = fields.get("occurredAt");
    return time instanceof Number millis
        ? millis.longValue()
        : OffsetDateTime.parse((String) time).toInstant().toEpochMilli();
  }

  /** The calendar month, UTC, that a result occurred in. */
  YearMonth month() {
    return YearMonth.from(Instant.ofEpochMilli(occurredAtMillis()).atOffset(ZoneOffset.UTC));
  }
}

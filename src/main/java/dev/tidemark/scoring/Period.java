package dev.tidemark.scoring;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A scoring period: one calendar month, UTC, from midnight of its 1st to midnight of the next.
 *
 * @param month months since January of the year 0, so that months can be counted by subtracting
 */
public record Period(int month) implements Comparable<Period> {

  /** Earliest {@code occurredAt} that gives a period: 1970-01-01T00:00:00Z. */
  public static final long MIN_MILLIS = 0;

  /** Latest {@code occurredAt} that gives a period: the last millisecond of the year 9999. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  /** The period that holds this instant, in milliseconds since the epoch. */
  public static Period of(long epochMillis) {
    var time = Instant.ofEpochMilli(epochMillis).atOffset(ZoneOffset.UTC);
    return new Period(time.getYear() * 12 + time.getMonthValue() - 1);
  }

  /**
   * Reads {@code YYYY-MM}, from 1970-01 to 9999-12.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Period parse(String text) {
    try {
      YearMonth month = YearMonth.parse(text);
      if (text.length() != 7 || month.getYear() < 1970) {
        throw new IllegalArgumentException("not a period YYYY-MM from 1970-01 on: " + text);
      }
      return new Period(month.getYear() * 12 + month.getMonthValue() - 1);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a period YYYY-MM: " + text, e);
    }
  }

  /** First millisecond after this period. */
  public long endMillis() {
    return YearMonth.of(month / 12, month % 12 + 1)
        .plusMonths(1)
        .atDay(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .toEpochMilli();
  }

  @Override
  public int compareTo(Period other) {
    return Integer.compare(month, other.month);
  }

  /** {@code YYYY-MM}. */
  @Override
  public String toString() {
    return String.format("%04d-%02d", month / 12, month % 12 + 1);
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.Period;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A time as pages show it, UTC.
 *
 * @param words for people
 * @param iso ISO-8601, for programs
 */
record PageTime(String words, String iso) {

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_MONTH =
      DateTimeFormatter.ofPattern("MMM uu", Locale.ENGLISH);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);

  /** Null for null. */
  static PageTime of(Instant time) {
    return time == null
        ? null
        : new PageTime(
            SECOND.format(time.atOffset(ZoneOffset.UTC)),
            time.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /** A month such as {@code November 2026}. */
  static String month(Period period) {
    return MONTH.format(lastMoment(period));
  }

  /** A month such as {@code Nov 26}. */
  static String shortMonth(Period period) {
    return SHORT_MONTH.format(lastMoment(period));
  }

  private static java.time.OffsetDateTime lastMoment(Period period) {
    return Instant.ofEpochMilli(period.endMillis() - 1).atOffset(ZoneOffset.UTC);
  }
}

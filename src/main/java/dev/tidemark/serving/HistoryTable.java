package dev.tidemark.serving;

import dev.tidemark.scoring.Period;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of many models over consecutive months, as text.
 *
 * @param months oldest first, at most {@link #MAX_MONTHS}
 */
public record HistoryTable(List<Period> months, List<Row> rows) {

  /** A rolling year. */
  public static final int MAX_MONTHS = 12;

  /**
   * One model.
   *
   * @param cells one for each month; empty where there is no score
   */
  public record Row(String name, List<String> cells) {}

  /** So many months that end with this one, oldest first. */
  static List<Period> monthsUntil(Period last, int count) {
    return IntStream.rangeClosed(last.month() - count + 1, last.month())
        .mapToObj(Period::new)
        .toList();
  }
}

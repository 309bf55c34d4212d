package dev.tidemark.scoring;

import java.util.SortedMap;

/** How much of what was tried before has been tried again (README, Scoring method). */
public final class Coverage {

  /** How many months back a pair looks. */
  public static final int MONTHS = 12;

  private Coverage() {}

  /**
   * Pairs of a period over the first trials of the model's latest earlier period, at most {@link
   * #MONTHS} before, that has any: 0 to 1; null without such a period.
   *
   * @param pairs the model's pairs by period; those of other periods than needed do no harm
   */
  public static Double of(Period period, SortedMap<Period, Pairs> pairs) {
    long earlier = 0;
    for (var entry : pairs.headMap(period).entrySet()) {
      long firstTrials = entry.getValue().firstTrials();
      if (period.month() - entry.getKey().month() <= MONTHS && firstTrials > 0) {
        earlier = firstTrials;
      }
    }
    if (earlier == 0) {
      return null;
    }
    Pairs now = pairs.get(period);
    return now == null ? 0 : Math.min(1, (double) now.paired() / earlier);
  }
}

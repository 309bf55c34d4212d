package dev.tidemark.scoring;

import java.util.Comparator;

/**
 * Attempts of one kind and how many of them breached.
 *
 * @param name folded category or intent, severity, complexity, technique or suite
 * @param breached attempts BREACHED
 * @param resisted attempts RESISTED
 * @param inconclusive attempts INCONCLUSIVE; in no rate
 * @param rate breach rate with its 95 % interval; null without a conclusive attempt
 */
public record BreakdownItem(
    String name, long breached, long resisted, long inconclusive, Rate rate) {

  /**
   * By the lower end of the rate's interval, highest first, so that one unlucky attempt doesn't
   * come before many; then by rate, highest first; then by name. Items without a rate come last.
   */
  public static final Comparator<BreakdownItem> WORST_FIRST =
      Comparator.comparingDouble((BreakdownItem item) -> item.rate == null ? -1 : item.rate.low())
          .thenComparingDouble(item -> item.rate == null ? -1 : item.rate.value())
          .reversed()
          .thenComparing(BreakdownItem::name);

  static BreakdownItem of(String name, long[] counts, Method method) {
    long breached = counts[Outcome.BREACHED.ordinal()];
    return new BreakdownItem(
        name,
        breached,
        counts[Outcome.RESISTED.ordinal()],
        counts[Outcome.INCONCLUSIVE.ordinal()],
        Rate.of(breached, Attempts.n(counts), method));
  }
}

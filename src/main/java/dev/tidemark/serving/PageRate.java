package dev.tidemark.serving;

import dev.tidemark.scoring.BreakdownItem;
import dev.tidemark.scoring.Rounding;
import java.util.List;

/**
 * One line of a breakdown.
 *
 * @param rate breach rate in percent; null without a conclusive attempt, as are the next two
 * @param interval its 95 % interval, in percent
 * @param whisker the same as places on a scale
 */
record PageRate(
    String name,
    String breached,
    String conclusive,
    String inconclusive,
    String rate,
    String interval,
    PageWhisker whisker) {

  /** The first of some items: a page is no place for a thousand. */
  static final int MOST = 40;

  static List<PageRate> of(List<BreakdownItem> items) {
    return items.stream().limit(MOST).map(PageRate::of).toList();
  }

  private static PageRate of(BreakdownItem item) {
    boolean tried = item.rate() != null;
    return new PageRate(
        item.name(),
        PageRow.grouped(item.breached()),
        PageRow.grouped(item.breached() + item.resisted()),
        PageRow.grouped(item.inconclusive()),
        tried ? inPercent(item.rate().value()) + " %" : null,
        tried ? inPercent(item.rate().low()) + " to " + inPercent(item.rate().high()) : null,
        tried
            ? PageWhisker.of(
                100 * item.rate().value(), 100 * item.rate().low(), 100 * item.rate().high())
            : null);
  }

  static String inPercent(double share) {
    return Rounding.halfUp(100 * share, 1);
  }
}

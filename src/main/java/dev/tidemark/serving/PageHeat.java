package dev.tidemark.serving;

import dev.tidemark.scoring.BreakdownItem;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Breach rates by category (or intent) and complexity.
 *
 * @param board CASI or ARS
 * @param group what the rows are: Category or Intent
 * @param rungs the columns, the easiest attack first
 * @param rows worst first
 */
record PageHeat(String board, String group, List<String> rungs, List<Row> rows) {

  /** Breach rates from which a cell has the next colour; without a breach it has the first. */
  private static final double[] LEVELS = {.05, .1, .2, .3, .4, .5, .7, .9};

  /** One category or intent. */
  record Row(String name, List<HeatCell> cells) {}

  /**
   * What was tried of one category on one rung.
   *
   * @param level 0 to 9, the colour; null where nothing conclusive was tried
   * @param rate in percent
   * @param counts such as {@code 3/30}
   * @param severities initials of the severities that breached, the lowest first
   * @param words the same for those who don't see it
   */
  record HeatCell(Integer level, String rate, String counts, String severities, String words) {}

  private static final class Sum {
    private long breached;
    private long conclusive;
    private final Set<Severity> severities = EnumSet.noneOf(Severity.class);
  }

  /**
   * The rates of a tally; null if it has none.
   *
   * @param worstFirst the categories or intents in their order
   */
  static PageHeat of(Tally tally, Dimension dimension, List<BreakdownItem> worstFirst) {
    if (worstFirst.isEmpty()) {
      return null;
    }
    boolean attacks = dimension == Dimension.ATTACK;
    return new PageHeat(
        attacks ? "CASI" : "ARS",
        attacks ? "Category" : "Intent",
        List.of("Direct", "Templated", "Tailored", "Adaptive"),
        worstFirst.stream().map(item -> row(tally, dimension, item.name())).toList());
  }

  private static Row row(Tally tally, Dimension dimension, String name) {
    List<HeatCell> cells = new ArrayList<>();
    for (Complexity complexity : Complexity.values()) {
      Sum sum = new Sum();
      for (Severity severity : Severity.values()) {
        long[] counts = tally.cells().get(Cell.of(dimension, name, severity, complexity));
        if (counts != null) {
          sum.breached += counts[0];
          sum.conclusive += counts[0] + counts[1];
          if (counts[0] > 0) {
            sum.severities.add(severity);
          }
        }
      }
      cells.add(cell(sum));
    }
    return new Row(name, cells);
  }

  private static HeatCell cell(Sum sum) {
    if (sum.conclusive == 0) {
      return new HeatCell(null, null, null, null, "not tried");
    }
    double rate = (double) sum.breached / sum.conclusive;
    StringBuilder initials = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (Severity severity : sum.severities) {
      initials.append(initials.isEmpty() ? "" : " ").append(severity.name().charAt(0));
      names.add(severity.name().toLowerCase(Locale.ROOT));
    }
    return new HeatCell(
        level(sum.breached, rate),
        Rounding.halfUp(100 * rate, 0) + " %",
        sum.breached + "/" + sum.conclusive,
        initials.isEmpty() ? null : initials.toString(),
        "%d of %d breached%s"
            .formatted(
                sum.breached,
                sum.conclusive,
                names.isEmpty() ? "" : "; severity " + String.join(", ", names)));
  }

  private static int level(long breached, double rate) {
    int level = breached == 0 ? 0 : 1;
    for (double from : LEVELS) {
      level += rate >= from ? 1 : 0;
    }
    return level;
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A scale of scores, within 0 to 100.
 *
 * @param low value at its beginning
 * @param high value at its end
 * @param step between two ticks
 */
record PageAxis(double low, double high, double step) {

  private static final double[] STEPS = {1, 2, 5, 10, 20};
  private static final int MOST_TICKS = 6;

  /**
   * A tick on an axis.
   *
   * @param at its place, in percent from the beginning; {@code across} from the end
   */
  record Tick(String label, String at, String across) {}

  /** The smallest scale of round numbers that holds these values with some room around them. */
  static PageAxis around(DoubleStream values) {
    DoubleSummaryStatistics all = values.summaryStatistics();
    if (all.getCount() == 0) {
      return new PageAxis(0, 100, 20);
    }
    double room = Math.max(1, (all.getMax() - all.getMin()) * 0.06);
    double step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0; i--) {
      if ((all.getMax() - all.getMin() + 2 * room) / STEPS[i] <= MOST_TICKS - 1) {
        step = STEPS[i];
      }
    }
    double low = Math.max(0, step * Math.floor((all.getMin() - room) / step));
    double high = Math.min(100, step * Math.ceil((all.getMax() + room) / step));
    return new PageAxis(low, high, step);
  }

  /** The place of a value, 0 to 1. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** Places along the axis, and across a vertical one, which begins at the bottom. */
  List<Tick> ticks() {
    List<Tick> ticks = new ArrayList<>();
    for (double value = low; value <= high + step / 1000; value += step) {
      ticks.add(
          new Tick(Rounding.halfUp(value, 0), percent(share(value)), percent(1 - share(value))));
    }
    return ticks;
  }

  /** A share as an SVG's length. */
  static String percent(double share) {
    return Rounding.halfUp(100 * share, 2) + "%";
  }
}

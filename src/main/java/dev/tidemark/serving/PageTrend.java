package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * A model's scores of a rolling year as a small line. Its height stands for 20 points or more, so
 * that a change of a point or two looks like the little that it is.
 *
 * @param path of an SVG of {@value #WIDTH} by {@value #HEIGHT}; months without a score are gaps
 * @param x place of the last score
 * @param y place of the last score
 * @param words the same for those who don't see it
 */
record PageTrend(String path, String x, String y, String words) {

  static final int WIDTH = 96;
  static final int HEIGHT = 26;

  private static final double MARGIN = 3;
  private static final double LEAST_SPAN = 20;

  /**
   * The line of some months, the oldest first.
   *
   * @param scores null where there is none
   * @return null with fewer than two scores: one month is no trend
   */
  static PageTrend of(List<Double> scores) {
    List<Double> known = scores.stream().filter(Objects::nonNull).toList();
    if (known.size() < 2) {
      return null;
    }
    double least = values(known).min().orElseThrow();
    double most = values(known).max().orElseThrow();
    double span = Math.max(LEAST_SPAN, most - least);
    double top = Math.min(100, (least + most + span) / 2);
    StringBuilder path = new StringBuilder();
    String x = "";
    String y = "";
    boolean pen = false;
    for (int i = 0; i < scores.size(); i++) {
      if (scores.get(i) == null) {
        pen = false;
        continue;
      }
      x = place(MARGIN + i * (WIDTH - 2 * MARGIN) / (scores.size() - 1));
      y = place(MARGIN + (top - scores.get(i)) / span * (HEIGHT - 2 * MARGIN));
      // A score between two gaps is a line of no length, which round ends make a dot.
      path.append(pen ? "L" : "M").append(x).append(' ').append(y).append(pen ? "" : "h0");
      pen = true;
    }
    return new PageTrend(
        path.toString(),
        x,
        y,
        "%d months, lowest %s, highest %s"
            .formatted(known.size(), Rounding.halfUp(least, 2), Rounding.halfUp(most, 2)));
  }

  private static DoubleStream values(List<Double> known) {
    return known.stream().mapToDouble(Double::doubleValue);
  }

  private static String place(double at) {
    return Rounding.halfUp(at, 1);
  }
}

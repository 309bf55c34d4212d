package dev.tidemark.cli.bench;

import java.util.Locale;
import java.util.Map;

/** Bars of one figure, as an SVG that stands on light and dark pages. */
final class BenchChart {

  private static final int WIDTH = 760;
  private static final int TOP = 52;
  private static final int ROW = 36;
  private static final int BAR = 22;
  private static final int LEFT = 290;
  private static final int LONGEST = 380;

  private BenchChart() {}

  /**
   * One bar for each figure, from zero.
   *
   * @param own the bar that stands out
   */
  static String svg(String title, Map<String, Double> figures, String own) {
    double most = figures.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    int height = TOP + ROW * figures.size() + 12;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
         font-family="system-ui, sans-serif" font-size="14" fill="#1f2933">
        <title>%3$s</title>
        <rect width="%1$d" height="%2$d" rx="8" fill="#ffffff"/>
        <text x="16" y="32" font-weight="600">%3$s</text>
        """
            .formatted(WIDTH, height, escaped(title)));
    int y = TOP;
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      double length = Math.max(1, LONGEST * figure.getValue() / most);
      boolean mine = figure.getKey().equals(own);
      svg.append(
          String.format(
              Locale.ROOT,
              """
              <g%s><text x="%d" y="%d" text-anchor="end">%s</text>\
              <rect x="%d" y="%d" width="%.1f" height="%d" rx="3" fill="%s"/>\
              <text x="%.1f" y="%d">%,.0f</text></g>
              """,
              mine ? " font-weight=\"600\"" : "",
              LEFT - 10,
              y + 16,
              escaped(figure.getKey()),
              LEFT,
              y,
              length,
              BAR,
              mine ? "#0b6bcb" : "#9aa5b1",
              LEFT + length + 8,
              y + 16,
              figure.getValue()));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

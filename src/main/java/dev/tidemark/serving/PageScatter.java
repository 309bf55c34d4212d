package dev.tidemark.serving;

import static dev.tidemark.serving.PageAxis.percent;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Rounding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Security against performance: a point for each ranked model that has both, its area by list
 * price. Drawn in percent, so that it fits any width without a script.
 *
 * @param points the largest first, so that none hides another
 * @param frontier the models that no other beats in both, best performance first
 * @param stairs the border of what the frontier's models reach
 * @param priced whether any price is known
 */
record PageScatter(
    String board,
    List<PageAxis.Tick> across,
    List<PageAxis.Tick> up,
    List<Point> points,
    List<Point> frontier,
    List<Line> stairs,
    boolean priced) {

  private static final double LARGEST = 15;
  private static final double SMALLEST = 3.5;
  private static final double UNKNOWN = 4.5;

  /**
   * A model.
   *
   * @param x place in percent, as are y and those of lines
   * @param r radius in pixels, its square in proportion to the list price
   * @param kind {@code front} on the frontier, {@code free} without a price, else {@code plain}
   * @param label the name beside it; null where there is no room
   */
  record Point(
      String key,
      String href,
      String name,
      String score,
      String performance,
      String price,
      String x,
      String y,
      String r,
      String kind,
      boolean front,
      PageLabels.Label label) {}

  /** A straight line. */
  record Line(String x1, String y1, String x2, String y2) {}

  private record Model(StandingRow row, double score, double performance, Double price) {}

  /** The chart of some rows; null if fewer than two can be drawn. */
  static PageScatter of(List<StandingRow> rows, Board board, PageAddress page) {
    List<Model> models =
        rows.stream()
            .filter(row -> row.rank() != null && row.performance() != null)
            .map(row -> model(row, board))
            .toList();
    if (models.size() < 2) {
      return null;
    }
    PageAxis across = PageAxis.around(models.stream().mapToDouble(Model::performance));
    PageAxis up = PageAxis.around(models.stream().mapToDouble(Model::score));
    double dearest =
        models.stream().filter(m -> m.price() != null).mapToDouble(Model::price).max().orElse(0);
    List<Model> front = frontier(models);
    Set<Model> ahead = new HashSet<>(front);
    PageLabels labels = new PageLabels();
    List<Model> drawn = new ArrayList<>(models);
    drawn.sort(Comparator.comparingDouble((Model m) -> radius(m, dearest)).reversed());
    drawn.forEach(
        m ->
            labels.keepFree(
                across.share(m.performance()), up.share(m.score()), radius(m, dearest)));
    keepStairsFree(front, across, up, labels);
    List<Model> labelled = new ArrayList<>(front);
    models.stream().filter(m -> !ahead.contains(m)).forEach(labelled::add);
    Map<Model, PageLabels.Label> names = new HashMap<>();
    for (Model m : labelled) {
      names.put(
          m,
          labels.place(
              PageRow.name(m.row()),
              across.share(m.performance()),
              up.share(m.score()),
              radius(m, dearest)));
    }
    List<Point> points =
        drawn.stream()
            .map(m -> point(m, across, up, dearest, ahead.contains(m), names.get(m), page))
            .toList();
    return new PageScatter(
        board.name(),
        across.ticks(),
        up.ticks(),
        points,
        front.stream().map(m -> point(m, across, up, dearest, true, null, page)).toList(),
        stairs(front, across, up),
        dearest > 0);
  }

  private static Model model(StandingRow row, Board board) {
    double score = row.score(board);
    Double cos = board == Board.CASI ? row.cos() : row.arsCos();
    return new Model(row, score, row.performance(), cos == null ? null : cos * score / 100);
  }

  /** From the best performance down, each safer than all before it. */
  private static List<Model> frontier(List<Model> models) {
    List<Model> front = new ArrayList<>();
    models.stream()
        .sorted(
            Comparator.comparingDouble(Model::performance)
                .thenComparingDouble(Model::score)
                .reversed())
        .forEach(
            model -> {
              if (front.isEmpty() || model.score() > front.get(front.size() - 1).score()) {
                front.add(model);
              }
            });
    return front;
  }

  private static List<Line> stairs(List<Model> front, PageAxis across, PageAxis up) {
    List<Line> lines = new ArrayList<>();
    String y = "100%";
    for (int i = 0; i < front.size(); i++) {
      String x = percent(across.share(front.get(i).performance()));
      String above = percent(1 - up.share(front.get(i).score()));
      lines.add(new Line(x, y, x, above));
      y = above;
      String left =
          i + 1 < front.size() ? percent(across.share(front.get(i + 1).performance())) : "0%";
      lines.add(new Line(x, y, left, y));
    }
    return lines;
  }

  private static void keepStairsFree(
      List<Model> front, PageAxis across, PageAxis up, PageLabels labels) {
    double below = 0;
    for (int i = 0; i < front.size(); i++) {
      double x = across.share(front.get(i).performance());
      double y = up.share(front.get(i).score());
      double left = i + 1 < front.size() ? across.share(front.get(i + 1).performance()) : 0;
      labels.keepFree(x, y, x, below);
      labels.keepFree(left, y, x, y);
      below = y;
    }
  }

  private static double radius(Model model, double dearest) {
    if (model.price() == null) {
      return UNKNOWN;
    }
    return dearest == 0
        ? SMALLEST
        : Math.max(SMALLEST, LARGEST * Math.sqrt(model.price() / dearest));
  }

  private static Point point(
      Model model,
      PageAxis across,
      PageAxis up,
      double dearest,
      boolean front,
      PageLabels.Label label,
      PageAddress page) {
    return new Point(
        model.row().model(),
        new PageAddress(PageLinks.model(model.row().model()), page.parameters()).href(),
        PageRow.name(model.row()),
        Rounding.halfUp(model.score(), 2),
        Rounding.halfUp(model.performance(), 1),
        model.price() == null ? null : Rounding.halfUp(model.price(), 2),
        percent(across.share(model.performance())),
        percent(1 - up.share(model.score())),
        Rounding.halfUp(radius(model, dearest), 1),
        model.price() == null ? "free" : front ? "front" : "plain",
        front,
        label);
  }
}

package dev.tidemark.serving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds room for names beside the points of a chart. Sizes are guessed for a chart of {@value
 * #WIDTH} by {@value #HEIGHT} pixels; what finds no room has its name as a tooltip only. However
 * many points there are, each name is held against few others: those in the cells that it covers.
 */
final class PageLabels {

  private static final double WIDTH = 900;
  private static final double HEIGHT = 380;
  private static final double CHARACTER = 6.6;
  private static final double LINE = 14;
  private static final double GAP = 4;

  /** What the chart's frame leaves above. */
  private static final double HEADROOM = 20;

  private static final int LONGEST = 24;

  private static final int CELL_WIDTH = 30;
  private static final int CELL_HEIGHT = 20;

  /** What lies in one cell until it counts as full: so many points there overlap already. */
  private static final int MOST = 32;

  private final Map<Cell, Set<Box>> taken = new HashMap<>();

  /**
   * A name's place beside its point.
   *
   * @param dx pixels from the point, to the right; {@code dy} downwards
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  record Label(String text, String dx, String dy, String anchor) {}

  private record Box(double left, double top, double right, double bottom) {

    boolean touches(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean inside() {
      return left >= 0 && right <= WIDTH && top >= -HEADROOM && bottom <= HEIGHT;
    }

    /** Those that it lies in, if only with its edge. */
    List<Cell> cells() {
      List<Cell> cells = new ArrayList<>();
      for (int column = cell(left, CELL_WIDTH); column <= cell(right, CELL_WIDTH); column++) {
        for (int row = cell(top, CELL_HEIGHT); row <= cell(bottom, CELL_HEIGHT); row++) {
          cells.add(new Cell(column, row));
        }
      }
      return cells;
    }

    private static int cell(double at, int size) {
      return (int) Math.floor(at / size);
    }
  }

  /** A part of the chart. */
  private record Cell(int column, int row) {}

  /**
   * No name may cover this.
   *
   * @param across place from the left, 0 to 1
   * @param up place from the bottom, 0 to 1
   * @param radius in pixels
   */
  void keepFree(double across, double up, double radius) {
    double x = across * WIDTH;
    double y = (1 - up) * HEIGHT;
    take(new Box(x - radius, y - radius, x + radius, y + radius));
  }

  /** No name may cover this line, which runs along an axis; places as above. */
  void keepFree(double left, double top, double right, double bottom) {
    take(new Box(left * WIDTH, (1 - top) * HEIGHT, right * WIDTH + 1, (1 - bottom) * HEIGHT + 1));
  }

  /** A place for a name beside its point; null if all are taken. */
  Label place(String name, double across, double up, double radius) {
    String text = shortened(name);
    double x = across * WIDTH;
    double y = (1 - up) * HEIGHT;
    double width = text.codePointCount(0, text.length()) * CHARACTER;
    double away = radius + GAP;
    // Right and above first: the frontier's stairs run to the left and down.
    List<Label> places =
        List.of(
            label(text, away, LINE / 3, "start"),
            label(text, 0, -away, "middle"),
            label(text, -away, LINE / 3, "end"),
            label(text, 0, away + LINE * 0.7, "middle"));
    List<Box> boxes =
        List.of(
            new Box(x + away, y - LINE / 2, x + away + width, y + LINE / 2),
            new Box(x - width / 2, y - away - LINE, x + width / 2, y - away),
            new Box(x - away - width, y - LINE / 2, x - away, y + LINE / 2),
            new Box(x - width / 2, y + away, x + width / 2, y + away + LINE));
    for (int i = 0; i < places.size(); i++) {
      Box box = boxes.get(i);
      if (box.inside() && free(box)) {
        take(box);
        return places.get(i);
      }
    }
    return null;
  }

  private void take(Box box) {
    for (Cell cell : box.cells()) {
      Set<Box> there = taken.computeIfAbsent(cell, any -> new HashSet<>());
      if (there.size() < MOST) {
        there.add(box);
      }
    }
  }

  private boolean free(Box box) {
    return box.cells().stream()
        .map(cell -> taken.getOrDefault(cell, Set.of()))
        .noneMatch(there -> there.size() == MOST || there.stream().anyMatch(box::touches));
  }

  private static Label label(String text, double dx, double dy, String anchor) {
    return new Label(text, Math.round(dx) + "", Math.round(dy) + "", anchor);
  }

  private static String shortened(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}

package dev.tidemark.serving;

import static dev.tidemark.serving.PageAxis.percent;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A model's score on one board over the months, with its interval as a band. Areas are on a square
 * of 100 by 100 that is stretched to the chart; points and texts are placed in percent.
 *
 * @param months below the chart; some have no label where there would be too many
 * @param band areas of the intervals: one for each stretch of months without a gap
 * @param line through the scores
 * @param points the oldest first
 */
record PageHistory(
    String board,
    List<PageAxis.Tick> up,
    List<PageAxis.Tick> months,
    String band,
    String line,
    List<Point> points) {

  private static final int MOST_MONTHS = 24;
  private static final int MOST_LABELS = 7;

  /** One month's score. */
  record Point(
      String period,
      String month,
      String score,
      String interval,
      String rank,
      String status,
      boolean provisional,
      boolean current,
      String x,
      String y) {}

  private record Scored(Period period, StandingRow row, double score, double low, double high) {}

  /**
   * The history of a model.
   *
   * @param rows its rows of this board, in any order
   * @param current the month that the page is about
   * @return null without a score
   */
  static PageHistory of(List<StandingRow> rows, Board board, Period current) {
    List<Scored> scored =
        rows.stream()
            .filter(row -> row.score(board) != null)
            .map(row -> scored(row, board))
            .sorted(java.util.Comparator.comparing(Scored::period))
            .toList();
    if (scored.isEmpty()) {
      return null;
    }
    int last = scored.get(scored.size() - 1).period().month();
    int first = Math.max(scored.get(0).period().month(), last - MOST_MONTHS + 1);
    List<Scored> shown = scored.stream().filter(s -> s.period().month() >= first).toList();
    PageAxis up =
        PageAxis.around(shown.stream().flatMapToDouble(s -> DoubleStream.of(s.low(), s.high())));
    List<Point> points = new ArrayList<>();
    for (Scored s : shown) {
      points.add(point(s, board, current, share(s.period().month(), first, last), up));
    }
    List<List<Scored>> stretches = stretches(shown);
    return new PageHistory(
        board.name(),
        up.ticks(),
        months(first, last),
        String.join("", stretches.stream().map(s -> band(s, first, last, up)).toList()),
        String.join("", stretches.stream().map(s -> line(s, first, last, up)).toList()),
        points);
  }

  private static Scored scored(StandingRow row, Board board) {
    boolean casi = board == Board.CASI;
    return new Scored(
        Period.parse(row.period()),
        row,
        row.score(board),
        casi ? row.casi().low() : row.ars().low(),
        casi ? row.casi().high() : row.ars().high());
  }

  private static Point point(Scored s, Board board, Period current, double share, PageAxis up) {
    PageRow row = PageRow.of(s.row(), board);
    return new Point(
        s.period().toString(),
        PageTime.month(s.period()),
        row.score(),
        row.interval(),
        row.rank() == null ? null : row.rank() + " (" + row.range() + ")",
        row.status(),
        s.row().status() == Status.PROVISIONAL,
        s.period().equals(current),
        percent(share),
        percent(1 - up.share(s.score())));
  }

  private static List<PageAxis.Tick> months(int first, int last) {
    int every = (last - first) / MOST_LABELS + 1;
    return IntStream.rangeClosed(first, last)
        .filter(month -> (last - month) % every == 0)
        .mapToObj(
            month ->
                new PageAxis.Tick(
                    PageTime.shortMonth(new Period(month)),
                    percent(share(month, first, last)),
                    null))
        .toList();
  }

  /** A single month stands in the middle. */
  private static double share(int month, int first, int last) {
    return first == last ? 0.5 : (double) (month - first) / (last - first);
  }

  private static List<List<Scored>> stretches(List<Scored> shown) {
    List<List<Scored>> stretches = new ArrayList<>();
    Scored before = null;
    for (Scored s : shown) {
      if (before == null || s.period().month() != before.period().month() + 1) {
        stretches.add(new ArrayList<>());
      }
      stretches.get(stretches.size() - 1).add(s);
      before = s;
    }
    return stretches;
  }

  private static String band(List<Scored> stretch, int first, int last, PageAxis up) {
    StringBuilder path = new StringBuilder();
    for (Scored s : stretch) {
      path.append(path.isEmpty() ? "M" : "L").append(at(s, s.high(), first, last, up));
    }
    for (int i = stretch.size() - 1; i >= 0; i--) {
      path.append("L").append(at(stretch.get(i), stretch.get(i).low(), first, last, up));
    }
    return path.append("Z").toString();
  }

  private static String line(List<Scored> stretch, int first, int last, PageAxis up) {
    StringBuilder path = new StringBuilder();
    for (Scored s : stretch) {
      path.append(path.isEmpty() ? "M" : "L").append(at(s, s.score(), first, last, up));
    }
    return path.toString();
  }

  private static String at(Scored s, double value, int first, int last, PageAxis up) {
    return Rounding.halfUp(100 * share(s.period().month(), first, last), 2)
        + " "
        + Rounding.halfUp(100 * (1 - up.share(value)), 2);
  }
}

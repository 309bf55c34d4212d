package dev.tidemark.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Ranks, rank ranges and the order of rows of one board and period (README, Scoring method). */
public final class Ranking {

  private static final Comparator<Entry> ROW_ORDER =
      Comparator.comparingInt(Entry::tier)
          .thenComparing(Entry::score, Comparator.nullsLast(Comparator.reverseOrder()))
          .thenComparing(Entry::model);

  private Ranking() {}

  /**
   * One model of a board.
   *
   * @param score 0 to 100; null when the model has none
   * @param low lower end of its interval; null with the score
   * @param high upper end of its interval; null with the score
   * @param provisional whether it has too few attempts to be ranked
   */
  public record Entry(String model, Double score, Double low, Double high, boolean provisional) {

    private boolean ranked() {
      return tier() == 0;
    }

    /** 0 ranked, 1 provisional, 2 unscored, whether provisional or not. */
    private int tier() {
      if (score == null) {
        return 2;
      }
      return provisional ? 1 : 0;
    }
  }

  /**
   * A model in its place. The three ranks are null for one that is provisional or unscored, which
   * counts in nobody's either.
   *
   * @param rank 1 is best; equal scores share a rank (1, 2, 2, 4)
   * @param rankLow best rank that the intervals allow
   * @param rankHigh worst rank that the intervals allow
   */
  public record Row(Entry entry, Integer rank, Integer rankLow, Integer rankHigh) {}

  /** All entries as rows in board order: ranked, then provisional, then unscored. */
  public static List<Row> of(Collection<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(ROW_ORDER);
    List<Entry> ranked = sorted.stream().filter(Entry::ranked).toList();
    double[] lows = ascending(ranked, Entry::low);
    double[] highs = ascending(ranked, Entry::high);

    List<Row> rows = new ArrayList<>(sorted.size());
    int rank = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Entry entry = sorted.get(i);
      if (!entry.ranked()) {
        rows.add(new Row(entry, null, null, null));
        continue;
      }
      if (i == 0 || !entry.score().equals(sorted.get(i - 1).score())) {
        rank = i + 1;
      }
      int whollyAbove = lows.length - countUpTo(lows, entry.high());
      int whollyBelow = countBelow(highs, entry.low());
      rows.add(new Row(entry, rank, 1 + whollyAbove, highs.length - whollyBelow));
    }
    return rows;
  }

  private static double[] ascending(List<Entry> entries, ToDoubleFunction<Entry> end) {
    double[] ends = entries.stream().mapToDouble(end).toArray();
    Arrays.sort(ends);
    return ends;
  }

  /** How many of the sorted values are at most this one. */
  private static int countUpTo(double[] sorted, double value) {
    return countBelow(sorted, Math.nextUp(value));
  }

  /** How many of the sorted values are less than this one. */
  private static int countBelow(double[] sorted, double value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

package dev.tidemark.scoring;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The integers that every score of one (model, period) is computed from (README, Scoring method).
 * Adding is commutative and associative and subtracting undoes it, so a tally depends on what was
 * counted and on nothing else. Cells stand in sorted order; a cell of zeros is dropped.
 */
public final class Tally {

  /**
   * Most names that one dimension keeps when a tally travels: one more than the 1,000 categories or
   * intents that still score, so that overflow shows. The smallest names stay; that choice depends
   * on the set of names alone, also when partitions are cut before they are added.
   */
  public static final int MAX_NAMES = 1_001;

  /**
   * Most input or output tokens of one result, so that the sums of 922 million of them still fit in
   * a long. No other amount that a result adds is more than a million.
   */
  public static final long MAX_TOKENS = 10_000_000_000L;

  private final NavigableMap<Cell, long[]> cells = new TreeMap<>();

  /** Adds counts to a cell; negative ones take away. Returns the cell's counts after that. */
  public long[] add(Cell cell, long... counts) {
    long[] sum = cells.get(cell);
    if (sum == null) {
      sum = new long[cell.dimension().width()];
      cells.put(cell, sum);
    }
    boolean zero = true;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += counts[i];
      zero &= sum[i] == 0;
    }
    if (zero) {
      cells.remove(cell);
    }
    return sum;
  }

  /** Adds every cell of another tally. */
  public void add(Tally other) {
    other.cells.forEach(this::add);
  }

  /** Takes away every cell of another tally. */
  public void subtract(Tally other) {
    other.cells.forEach(
        (cell, counts) -> {
          long[] negated = new long[counts.length];
          for (int i = 0; i < counts.length; i++) {
            negated[i] = -counts[i];
          }
          add(cell, negated);
        });
  }

  /** All cells in sorted order; a live view that must not be changed. */
  public SortedMap<Cell, long[]> cells() {
    return Collections.unmodifiableSortedMap(cells);
  }

  /** The cells of one dimension in sorted order; a live view that must not be changed. */
  public SortedMap<Cell, long[]> cells(Dimension dimension) {
    Cell from = new Cell(dimension, "", Integer.MIN_VALUE, Integer.MIN_VALUE);
    Dimension[] all = Dimension.values();
    return Collections.unmodifiableSortedMap(
        dimension.ordinal() + 1 == all.length
            ? cells.tailMap(from)
            : cells.subMap(
                from,
                new Cell(all[dimension.ordinal() + 1], "", Integer.MIN_VALUE, Integer.MIN_VALUE)));
  }

  /** How many distinct names a dimension holds. */
  public int names(Dimension dimension) {
    int names = 0;
    String last = null;
    for (Cell cell : cells(dimension).keySet()) {
      if (!cell.name().equals(last)) {
        names++;
        last = cell.name();
      }
    }
    return names;
  }

  /** Drops the greatest names of each dimension beyond {@link Dimension#keptNames()}. */
  public void limitNames() {
    cells.keySet().removeIf(new NameLimit());
  }

  /** This tally with its names limited; itself if there is nothing to drop. */
  public Tally withNamesLimited() {
    NameLimit limit = new NameLimit();
    for (Cell cell : cells.keySet()) {
      if (limit.test(cell)) {
        Tally limited = copy();
        limited.limitNames();
        return limited;
      }
    }
    return this;
  }

  /** Whether a cell's name is one too many of its dimension; for cells in sorted order. */
  private static final class NameLimit implements Predicate<Cell> {

    private Dimension dimension;
    private String last;
    private int names;

    @Override
    public boolean test(Cell cell) {
      if (cell.dimension() != dimension) {
        dimension = cell.dimension();
        last = null;
        names = 0;
      }
      if (!cell.name().equals(last)) {
        last = cell.name();
        names++;
      }
      return names > dimension.keptNames();
    }
  }

  /** Whether results count: what was withdrawn leaves its mark in a tally, but no result. */
  public boolean counts() {
    return !isEmpty() && cells.firstKey().dimension() != Dimension.WITHDRAWN;
  }

  /** Whether nothing is counted. */
  public boolean isEmpty() {
    return cells.isEmpty();
  }

  /** A tally of its own with the same counts. */
  public Tally copy() {
    Tally copy = new Tally();
    copy.cells.putAll(cells); // of sorted entries, without a comparison
    copy.cells.replaceAll((cell, counts) -> counts.clone());
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Tally that) || cells.size() != that.cells.size()) {
      return false;
    }
    for (Map.Entry<Cell, long[]> entry : cells.entrySet()) {
      if (!Arrays.equals(entry.getValue(), that.cells.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Map.Entry<Cell, long[]> entry : cells.entrySet()) {
      hash = 31 * hash + (entry.getKey().hashCode() ^ Arrays.hashCode(entry.getValue()));
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    cells.forEach(
        (cell, counts) ->
            text.append(cell).append('=').append(Arrays.toString(counts)).append('\n'));
    return text.toString();
  }
}

package dev.tidemark.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts by {@code DIMENSION|name|row|column} (README, Scoring method). Only ever grows. */
final class OracleTally {

  /** Most names that a dimension keeps, the smallest ones: one more than still scores. */
  static final int MAX_NAMES = 1_001;

  /** Most flipped cases that a tally names. */
  static final int MAX_FLIPPED = 10;

  /** One cell of a dimension, its key taken apart. */
  record Cell(String name, int row, int column, List<Long> counts) {

    long count(int index) {
      return counts.get(index);
    }

    /** Of attacks and campaigns. */
    long breached() {
      return count(0);
    }

    /** Of attacks and campaigns. */
    long resisted() {
      return count(1);
    }

    /** Of attacks and campaigns. */
    long inconclusive() {
      return count(2);
    }

    /** Of attacks and campaigns: breached and resisted, the method's n. */
    long conclusive() {
      return breached() + resisted();
    }
  }

  private final SortedMap<String, List<Long>> cells = new TreeMap<>();

  /** Adds counts to the cell of a name, a row and a column. */
  void addCell(String dimension, String name, int row, int column, long... counts) {
    List<Long> added = new ArrayList<>();
    for (long count : counts) {
      added.add(count);
    }
    add(dimension + "|" + name + "|" + row + "|" + column, added);
  }

  /** Adds counts to a cell that its name alone tells apart. */
  void add(String dimension, String name, long... counts) {
    addCell(dimension, name, 0, 0, counts);
  }

  /** Adds every cell of another tally. */
  void add(OracleTally other) {
    other.cells.forEach(this::add);
  }

  private void add(String key, List<Long> counts) {
    if (counts.stream().anyMatch(count -> count != 0)) {
      cells.merge(key, List.copyOf(counts), OracleTally::sum);
    }
  }

  private static List<Long> sum(List<Long> a, List<Long> b) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i) + b.get(i));
    }
    return List.copyOf(sum);
  }

  /** The cells of one dimension. */
  List<Cell> cells(String dimension) {
    List<Cell> found = new ArrayList<>();
    cells.forEach(
        (key, counts) -> {
          if (dimension(key).equals(dimension)) {
            String[] rowAndColumn = key.substring(endOfName(key) + 1).split("\\|");
            found.add(
                new Cell(
                    name(key),
                    Integer.parseInt(rowAndColumn[0]),
                    Integer.parseInt(rowAndColumn[1]),
                    counts));
          }
        });
    return found;
  }

  /** One count of a dimension, summed over all its cells. */
  long sum(String dimension, int index) {
    return cells(dimension).stream().mapToLong(cell -> cell.count(index)).sum();
  }

  /** All cells by {@code DIMENSION|name|row|column}. */
  SortedMap<String, List<Long>> asMap() {
    return Collections.unmodifiableSortedMap(cells);
  }

  /** The distinct names of a dimension, in the order of {@link String#compareTo}. */
  TreeSet<String> names(String dimension) {
    TreeSet<String> names = new TreeSet<>();
    cells(dimension).forEach(cell -> names.add(cell.name()));
    return names;
  }

  /** The same tally with only the smallest names of each dimension. */
  OracleTally limited() {
    Set<String> dimensions = new TreeSet<>();
    cells.keySet().forEach(key -> dimensions.add(dimension(key)));
    OracleTally limited = new OracleTally();
    for (String dimension : dimensions) {
      int kept = dimension.equals("FLIPPED") ? MAX_FLIPPED : MAX_NAMES;
      List<String> smallest = names(dimension).stream().limit(kept).toList();
      Set<String> keptNames = Set.copyOf(smallest);
      cells.forEach(
          (key, counts) -> {
            if (dimension(key).equals(dimension) && keptNames.contains(name(key))) {
              limited.add(key, counts);
            }
          });
    }
    return limited;
  }

  // A name may hold a '|' (a category, a technique), a dimension, a row and a column don't.

  private static String dimension(String key) {
    return key.substring(0, key.indexOf('|'));
  }

  private static String name(String key) {
    return key.substring(key.indexOf('|') + 1, endOfName(key));
  }

  private static int endOfName(String key) {
    return key.lastIndexOf('|', key.lastIndexOf('|') - 1);
  }
}

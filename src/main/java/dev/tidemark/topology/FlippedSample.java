package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Flip;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The flipped cases of one tally that travel: the first few in the order of their cells. The store
 * holds all of them; it is read only where the sample can't be known without.
 */
final class FlippedSample {

  private final TreeSet<Cell> cells = new TreeSet<>();
  private boolean known;

  /** Whether the store may hold cases beyond the sample. */
  private boolean more;

  /** Notes that a case is among the flipped ones, or no longer. */
  void note(Cell cell, boolean there) {
    if (!known) {
      return;
    }
    if (there) {
      cells.add(cell);
      if (cells.size() > Flip.SAMPLE) {
        cells.pollLast();
        more = true;
      }
    } else if (cells.remove(cell) && more) {
      known = false;
    }
  }

  /**
   * The cases that travel.
   *
   * @param stored reads the first of them from the store
   */
  Collection<Cell> cells(Supplier<List<Cell>> stored) {
    if (!known) {
      cells.clear();
      cells.addAll(stored.get());
      more = cells.size() == Flip.SAMPLE;
      known = true;
    }
    return cells;
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One tally of a ledger partition as memory holds it: which of its cells are still to be written to
 * the store, and which are still to be sent.
 */
final class KeptTally {

  private final StoredCells rows;
  private final Map<Cell, Slot> cells = new HashMap<>();
  private final List<Slot> unwritten = new ArrayList<>();
  private final List<Slot> unsent = new ArrayList<>();
  private final FlippedSample flipped = new FlippedSample();
  private Set<Cell> sentFlipped = Set.of();

  /** Whether the receiver has everything but {@link #unsent}. */
  private boolean known;

  /** Whether it is among those to be sent. */
  boolean dirty;

  /** Record timestamp of the newest result, and what of it was sent. */
  long seen;

  long sentSeen;

  String sentUnder;

  private static final class Slot {
    final Cell cell;
    final long[] counts;
    boolean unwritten;
    boolean unsent;

    Slot(Cell cell, long[] counts) {
      this.cell = cell;
      this.counts = counts;
    }

    boolean empty() {
      return StoredCells.zero(counts);
    }
  }

  /**
   * As the store has it.
   *
   * @param sentUnder the canonical model that it was last sent under; null if it never was
   */
  KeptTally(StoredCells rows, String sentUnder) {
    this.rows = rows;
    this.sentUnder = sentUnder;
    Map<Cell, long[]> stored = new HashMap<>();
    sentSeen = rows.read(stored);
    seen = sentSeen;
    stored.forEach((cell, counts) -> cells.put(cell, new Slot(cell, counts)));
  }

  /** Adds counts to a cell. */
  void add(Cell cell, long... counts) {
    Slot slot = cells.get(cell);
    if (slot == null) {
      slot = new Slot(cell, new long[cell.dimension().width()]);
      cells.put(cell, slot);
    }
    for (int i = 0; i < counts.length; i++) {
      slot.counts[i] += counts[i];
    }
    if (!slot.unwritten) {
      slot.unwritten = true;
      unwritten.add(slot);
    }
    if (!slot.unsent) {
      slot.unsent = true;
      unsent.add(slot);
    }
  }

  /** Notes that a case is among the flipped ones, or no longer; the store holds them all. */
  void flipped(Cell cell, boolean there) {
    flipped.note(cell, there);
  }

  /** Whether every cell is stored as it is. */
  boolean written() {
    return unwritten.isEmpty();
  }

  /** Stores every cell that isn't stored as it is. */
  void write() {
    Map<Cell, long[]> changed = new LinkedHashMap<>();
    unwritten.forEach(slot -> changed.put(slot.cell, slot.counts));
    rows.write(changed, this::counted, seen);
    for (Slot slot : unwritten) {
      slot.unwritten = false;
      if (!slot.unsent && slot.empty()) {
        cells.remove(slot.cell);
      }
    }
    unwritten.clear();
  }

  private Map<Cell, long[]> counted() {
    Map<Cell, long[]> counted = new HashMap<>();
    cells.forEach(
        (cell, slot) -> {
          if (!slot.empty()) {
            counted.put(cell, slot.counts);
          }
        });
    return counted;
  }

  /**
   * What the receiver has to be told; it counts as sent.
   *
   * @param storedFlipped reads the first flipped cases from the store
   * @param anew whether the receiver knows nothing yet
   */
  PartitionTally send(
      int partition, String carriedModel, Supplier<List<Cell>> storedFlipped, boolean anew) {
    Set<Cell> sample = Set.copyOf(flipped.cells(storedFlipped));
    boolean over = over();
    PartitionTally message;
    if (known && !anew && !over) {
      Map<Cell, long[]> changed = new LinkedHashMap<>();
      unsent.forEach(slot -> changed.put(slot.cell, slot.counts));
      if (!sample.equals(sentFlipped)) {
        sentFlipped.forEach(cell -> changed.put(cell, new long[1]));
        sample.forEach(cell -> changed.put(cell, new long[] {1}));
      }
      message = new PartitionTally(partition, carriedModel, false, changed, seen);
    } else {
      Tally tally = new Tally();
      cells.forEach((cell, slot) -> tally.add(cell, slot.counts));
      sample.forEach(cell -> tally.add(cell, 1));
      tally.limitNames();
      message = PartitionTally.whole(partition, carriedModel, tally, seen);
    }
    known = !over;
    sentFlipped = sample;
    for (Slot slot : unsent) {
      slot.unsent = false;
      if (!slot.unwritten && slot.empty()) {
        cells.remove(slot.cell);
      }
    }
    unsent.clear();
    return message;
  }

  /** Whether nothing is counted. */
  boolean empty() {
    return cells.values().stream().allMatch(Slot::empty);
  }

  /** How many cells memory holds of it. */
  int size() {
    return cells.size();
  }

  /** Whether it has more names than travel: which ones do is seen in the whole of it only. */
  private boolean over() {
    if (cells.size() <= Tally.MAX_NAMES) {
      return false;
    }
    Map<Dimension, Set<String>> names = new EnumMap<>(Dimension.class);
    for (Cell cell : cells.keySet()) {
      Set<String> known = names.computeIfAbsent(cell.dimension(), any -> new HashSet<>());
      if (known.add(cell.name()) && known.size() > cell.dimension().keptNames()) {
        return true;
      }
    }
    return false;
  }
}

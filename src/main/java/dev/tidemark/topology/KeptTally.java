package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One tally of a ledger partition as memory holds it: which of its cells are still to be written to
 * the store, and which are still to be sent. Of a dimension with very many names it holds the
 * smallest, among them all that travel; the others are {@link SpilledCells}.
 */
final class KeptTally {

  /**
   * What a tally takes besides its cells, as if it were so many cells more: a rough figure. Where
   * very many models are invented, each has few cells.
   */
  static final int OWN_WEIGHT = 10;

  /** From this many names on, those beyond {@link #FEWER_NAMES} are spilled. */
  static final int MOST_NAMES = 2_000;

  private static final int FEWER_NAMES = 1_500;

  /** Cells that may share a dimension and a name. */
  private static final int PLACES = 16;

  private final StoredCells rows;
  private final SpilledCells spilled;
  private final Map<Cell, Slot> cells = new HashMap<>();

  /** How many of the cells have a name, by dimension. */
  private final Map<Dimension, NavigableMap<String, Integer>> names =
      new EnumMap<>(Dimension.class);

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
   * @param rows of what memory holds
   * @param spilled the rest
   * @param sentUnder the canonical model that it was last sent under; null if it never was
   */
  KeptTally(StoredCells rows, SpilledCells spilled, String sentUnder) {
    this.rows = rows;
    this.spilled = spilled;
    this.sentUnder = sentUnder;
    Map<Cell, long[]> stored = new HashMap<>();
    sentSeen = rows.read(stored);
    seen = sentSeen;
    stored.forEach(this::slot);
  }

  /** Adds counts to a cell. */
  void add(Cell cell, long... counts) {
    Slot slot = cells.get(cell);
    if (slot != null) {
      add(slot, counts);
    } else if (beyond(cell)) {
      spilled.add(cell, counts);
    } else {
      add(slot(cell, new long[cell.dimension().width()]), counts);
      if (names(cell.dimension()).size() > MOST_NAMES) {
        spill(cell.dimension());
      }
    }
  }

  private Slot slot(Cell cell, long[] counts) {
    Slot slot = new Slot(cell, counts);
    cells.put(cell, slot);
    names(cell.dimension()).merge(cell.name(), 1, Integer::sum);
    return slot;
  }

  private void remove(Slot slot) {
    if (cells.remove(slot.cell, slot)) {
      names(slot.cell.dimension())
          .computeIfPresent(slot.cell.name(), (name, count) -> count == 1 ? null : count - 1);
    }
  }

  private NavigableMap<String, Integer> names(Dimension dimension) {
    return names.computeIfAbsent(dimension, any -> new TreeMap<>());
  }

  private void add(Slot slot, long... counts) {
    for (int i = 0; i < counts.length; i++) {
      slot.counts[i] += counts[i];
    }
    toWrite(slot);
    if (!slot.unsent) {
      slot.unsent = true;
      unsent.add(slot);
    }
  }

  private void toWrite(Slot slot) {
    if (!slot.unwritten) {
      slot.unwritten = true;
      unwritten.add(slot);
    }
  }

  /** Whether a cell that memory doesn't hold comes after all that it does, as the spilled do. */
  private boolean beyond(Cell cell) {
    if (!spilled.has(cell.dimension())) {
      return false;
    }
    NavigableMap<String, Integer> known = names(cell.dimension());
    return known.isEmpty() || cell.name().compareTo(known.lastKey()) > 0;
  }

  private void spill(Dimension dimension) {
    NavigableMap<String, Integer> known = names(dimension);
    while (known.size() > FEWER_NAMES) {
      String last = known.lastKey();
      for (int place = 0; place < PLACES; place++) {
        Slot slot = cells.get(new Cell(dimension, last, place / 4, place % 4));
        if (slot != null) {
          spilled.add(slot.cell, slot.counts);
          Arrays.fill(slot.counts, 0);
          toWrite(slot);
          remove(slot);
        }
      }
    }
  }

  /** Takes spilled names back where fewer are left than travel. */
  private void refill() {
    for (Dimension dimension : spilled.dimensions()) {
      Set<String> counted = new HashSet<>();
      for (Slot slot : cells.values()) {
        if (slot.cell.dimension() == dimension && !slot.empty()) {
          counted.add(slot.cell.name());
        }
      }
      if (counted.size() < dimension.keptNames()) {
        spilled.take(
            dimension,
            FEWER_NAMES - counted.size(),
            (cell, counts) -> {
              Slot slot = cells.get(cell);
              add(slot != null ? slot : slot(cell, new long[counts.length]), counts);
            });
      }
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
        remove(slot);
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
    refill();
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
        remove(slot);
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

  /** How much memory it takes, in cells. */
  int weight() {
    return OWN_WEIGHT + cells.size();
  }

  /** Whether it has more names than travel: which ones do is seen in the whole of it only. */
  private boolean over() {
    for (Map.Entry<Dimension, NavigableMap<String, Integer>> known : names.entrySet()) {
      if (known.getValue().size() > known.getKey().keptNames()) {
        return true;
      }
    }
    return false;
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.TallyParts.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Step 3, second half: the tally of each (canonical model, period) is the sum of one tally for each
 * ledger partition and carried name. The ones in use are kept in memory; before each commit those
 * that changed are scored and written, in the same transaction.
 */
final class MergedTallies {

  private static final long[] NONE = new long[8];

  /** Kept in memory, sums and parts by their weight; the others are read again when touched. */
  private static final int KEPT_CELLS = 250_000;

  private final WriteBehindStore behind;
  private final TallyParts parts;
  private final Map<String, Sum> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Changed and not scored. */
  private final Set<String> dirty = new LinkedHashSet<>();

  /** Whose parts changed and aren't written. */
  private final Set<String> unwritten = new LinkedHashSet<>();

  /** Weight of all that is kept. */
  private long keptWeight;

  /** The parts of one key, and what they come to. */
  private static final class Sum {
    final Map<Bytes, Part> parts;
    final Tally tally;

    Sum(Map<Bytes, Part> parts) {
      this.parts = parts;
      tally = MergedTally.sum(parts.values());
    }

    int weight() {
      return tally.cells().size()
          + parts.values().stream().mapToInt(part -> part.cells.size()).sum()
          + KeptTally.OWN_WEIGHT * (1 + parts.size());
    }
  }

  /**
   * @param beforeCommit scores what changed
   */
  MergedTallies(WriteBehindStore behind, BeforeCommit beforeCommit) {
    this.behind = behind;
    parts = new TallyParts(behind);
    behind.own(beforeCommit, this::write);
  }

  /** Its task closes. */
  void close() {
    behind.disown();
  }

  /**
   * Takes in what one partition says of one carried name.
   *
   * @param key {@code model|period}, the model canonical
   * @return whether results came that changed no tally
   */
  boolean put(String key, PartitionTally said) {
    Sum sum = kept.computeIfAbsent(key, this::read);
    int weight = sum.weight();
    Bytes prefix = TallyParts.prefix(key, said.carriedModel(), said.partition());
    Part part = sum.parts.computeIfAbsent(prefix, parts::add);
    boolean changed = false;
    for (Map.Entry<Cell, long[]> cell : said.cells().entrySet()) {
      changed |= set(sum.tally, part, cell.getKey(), cell.getValue());
    }
    if (said.whole() && part.cells.size() > said.cells().size()) {
      List<Cell> gone = new ArrayList<>(part.cells.keySet());
      gone.removeAll(said.cells().keySet());
      for (Cell cell : gone) {
        changed |= set(sum.tally, part, cell, NONE);
      }
    }
    boolean newer = said.lastResultAt() > part.lastResultAt && !part.cells.isEmpty();
    part.lastResultAt = Math.max(part.lastResultAt, said.lastResultAt());
    if (changed) {
      dirty.add(key);
    }
    if (changed || newer) {
      part.unwritten = true;
      unwritten.add(key);
    }
    if (part.cells.isEmpty() && !part.unwritten) {
      sum.parts.remove(prefix);
    }
    keptWeight += sum.weight() - weight;
    return newer && !changed;
  }

  /** Whether the cell of a part, and so of the sum, is another than before. */
  private static boolean set(Tally sum, Part part, Cell cell, long[] counts) {
    int width = cell.dimension().width();
    long[] before = part.cells.get(cell);
    if (Arrays.equals(before == null ? NONE : before, 0, width, counts, 0, width)) {
      return false;
    }
    long[] difference = new long[width];
    boolean zero = true;
    for (int i = 0; i < width; i++) {
      difference[i] = counts[i] - (before == null ? 0 : before[i]);
      zero &= counts[i] == 0;
    }
    sum.add(cell, difference);
    if (zero) {
      part.remove(cell);
    } else {
      part.set(cell, counts);
    }
    return true;
  }

  /** Has every period of a canonical model scored again: its price or name changed. */
  void rescore(String model) {
    parts.refresh();
    dirty.addAll(parts.keys(model));
  }

  /**
   * Gives each tally that changed since the last call; an empty one has gone.
   *
   * @param score must not keep the tally: it goes on counting
   */
  void takeChanged(BiConsumer<String, MergedTally> score) {
    List<String> changed = List.copyOf(dirty);
    dirty.clear();
    for (String key : changed) {
      Sum sum = kept.computeIfAbsent(key, this::read);
      score.accept(key, MergedTally.of(sum.tally, sum.parts.values()));
    }
  }

  /** Before each commit, and before each reading of rows: parts that changed. */
  private void write() {
    for (String key : unwritten) {
      for (Iterator<Part> i = kept.get(key).parts.values().iterator(); i.hasNext(); ) {
        Part part = i.next();
        if (part.unwritten) {
          part.write();
          if (part.cells.isEmpty()) {
            i.remove();
            keptWeight -= KeptTally.OWN_WEIGHT;
          }
        }
      }
    }
    unwritten.clear();
    for (Iterator<Sum> eldest = kept.values().iterator();
        keptWeight > KEPT_CELLS && eldest.hasNext(); ) {
      keptWeight -= eldest.next().weight();
      eldest.remove();
    }
  }

  private Sum read(String key) {
    Sum sum = new Sum(parts.read(key));
    keptWeight += sum.weight();
    return sum;
  }
}

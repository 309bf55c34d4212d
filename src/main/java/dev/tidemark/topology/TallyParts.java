package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The parts that merged tallies are made of: one for each (canonical model, period), ledger
 * partition and carried name.
 */
final class TallyParts {

  private static final char PART = 'p';

  private final WriteBehindStore store;

  /** What one partition last said of one carried name. */
  static final class Part {
    final Map<Cell, long[]> cells = new HashMap<>();
    private final Map<Cell, long[]> changed = new LinkedHashMap<>();
    private final StoredCells rows;
    long lastResultAt;
    boolean unwritten;

    private Part(StoredCells rows) {
      this.rows = rows;
    }

    /** Sets a cell to what it counts now. */
    void set(Cell cell, long[] counts) {
      cells.put(cell, counts);
      changed.put(cell, counts);
    }

    /** Nothing is left of a cell. */
    void remove(Cell cell) {
      cells.remove(cell);
      changed.put(cell, new long[cell.dimension().width()]);
    }

    /** Writes what changed; a part without cells goes. */
    void write() {
      if (cells.isEmpty()) {
        rows.delete();
      } else {
        rows.write(changed, () -> cells, lastResultAt);
      }
      changed.clear();
      unwritten = false;
    }
  }

  TallyParts(WriteBehindStore store) {
    this.store = store;
  }

  /** Has the rows written as they are now, not as they were at the last commit. */
  void refresh() {
    store.refresh();
  }

  /** What a part's rows begin with. */
  static Bytes prefix(String key, String carriedModel, int partition) {
    return Bytes.wrap(parts(key).bare(carriedModel).octet('|').fixed(partition).toBytes());
  }

  /** A part that wasn't there. */
  Part add(Bytes prefix) {
    return new Part(new StoredCells(store.rows(), prefix.get()));
  }

  /** The parts of a {@code model|period} by the prefix of their rows, as they were last said. */
  Map<Bytes, Part> read(String key) {
    byte[] from = parts(key).toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Map<Bytes, Part> parts = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.rows().range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        byte[] name = row.key.get();
        Bytes prefix = Bytes.wrap(Arrays.copyOf(name, name.length - StoredCells.SUFFIX));
        Part part = parts.computeIfAbsent(prefix, this::add);
        part.lastResultAt = Math.max(part.lastResultAt, part.rows.take(row, part.cells));
      }
    }
    return parts;
  }

  /** The keys, {@code model|period}, that hold a tally of this canonical model. */
  Set<String> keys(String model) {
    byte[] from = new ByteWriter().octet(PART).bare(model).octet('|').toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Set<String> keys = new LinkedHashSet<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.rows().range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (rows.hasNext()) {
        ByteReader in = new ByteReader(rows.next().key.get(), 1);
        keys.add(in.until('|') + '|' + in.until('|'));
      }
    }
    return keys;
  }

  /**
   * The next canonical model in the order of the rows; null after the last.
   *
   * @param model null for the first
   */
  String modelAfter(String model) {
    return modelAfter(store.rows(), PART, model);
  }

  /** The same of any rows whose keys begin with their type and a model. */
  static String modelAfter(KeyValueStore<Bytes, byte[]> store, char type, String model) {
    ByteWriter after = new ByteWriter().octet(type);
    Bytes from = Bytes.wrap((model == null ? after : after.bare(model).octet('|' + 1)).toBytes());
    Bytes to = Bytes.wrap(new byte[] {(byte) (type + 1)});
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
      return rows.hasNext() ? new ByteReader(rows.next().key.get(), 1).until('|') : null;
    }
  }

  private static ByteWriter parts(String key) {
    return new ByteWriter().octet(PART).bare(key).octet('|');
  }
}

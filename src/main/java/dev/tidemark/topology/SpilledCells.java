package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The cells of one tally whose names are too many for memory: a row each, in the order of dimension
 * and name. They don't travel, but one may have to once names before it are withdrawn.
 */
final class SpilledCells {

  private static final Dimension[] DIMENSIONS = Dimension.values();
  private static final int CHARACTER = 1;
  private static final int END_OF_NAME = 0;

  private final KeyValueStore<Bytes, byte[]> store;
  private final byte[] prefix;

  /** Those that may have rows; the others have none. */
  private final Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);

  /**
   * @param prefix of its rows, and the beginning of no other tally's
   */
  SpilledCells(KeyValueStore<Bytes, byte[]> store, byte[] prefix) {
    this.store = store;
    this.prefix = prefix;
    int next = 0;
    while (next < DIMENSIONS.length) {
      try (KeyValueIterator<Bytes, byte[]> rows = rows(next, DIMENSIONS.length)) {
        if (!rows.hasNext()) {
          return;
        }
        Dimension found = DIMENSIONS[rows.next().key.get()[prefix.length]];
        dimensions.add(found);
        next = found.ordinal() + 1;
      }
    }
  }

  /** The dimensions that may have cells here. */
  Set<Dimension> dimensions() {
    return Set.copyOf(dimensions);
  }

  /** Whether a dimension may have cells here. */
  boolean has(Dimension dimension) {
    return dimensions.contains(dimension);
  }

  /** Adds counts to a cell. */
  void add(Cell cell, long... counts) {
    Bytes key = key(cell);
    byte[] row = store.get(key);
    long[] sum =
        row == null
            ? new long[cell.dimension().width()]
            : TallyCodec.readCounts(cell.dimension(), new ByteReader(row));
    for (int i = 0; i < counts.length; i++) {
      sum[i] += counts[i];
    }
    if (StoredCells.zero(sum)) {
      store.delete(key);
      return;
    }
    ByteWriter out = new ByteWriter();
    TallyCodec.writeCounts(sum, out);
    store.put(key, out.toBytes());
    dimensions.add(cell.dimension());
  }

  /**
   * Removes the cells of a dimension's smallest names.
   *
   * @param names how many of these
   * @param sink takes the cells with what they count
   */
  void take(Dimension dimension, int names, BiConsumer<Cell, long[]> sink) {
    List<Bytes> taken = new ArrayList<>();
    String last = null;
    int seen = 0;
    boolean more = false;
    try (KeyValueIterator<Bytes, byte[]> rows =
        rows(dimension.ordinal(), dimension.ordinal() + 1)) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        Cell cell = cell(row.key);
        seen += cell.name().equals(last) ? 0 : 1;
        more = seen > names;
        if (more) {
          break;
        }
        last = cell.name();
        taken.add(row.key);
        sink.accept(cell, TallyCodec.readCounts(dimension, new ByteReader(row.value)));
      }
    }
    taken.forEach(store::delete);
    if (!more) {
      dimensions.remove(dimension);
    }
  }

  /** The rows of the dimensions from one ordinal to before another. */
  private KeyValueIterator<Bytes, byte[]> rows(int from, int to) {
    return store.range(
        Bytes.wrap(after().octet(from).toBytes()), Bytes.wrap(after().octet(to).toBytes()));
  }

  /** Sorts as the cell does: a character's code unit, and the end of a name before any. */
  private Bytes key(Cell cell) {
    ByteWriter key = after().octet(cell.dimension().ordinal());
    String name = cell.name();
    for (int i = 0; i < name.length(); i++) {
      key.octet(CHARACTER).octet(name.charAt(i) >> 8).octet(name.charAt(i));
    }
    return Bytes.wrap(key.octet(END_OF_NAME).octet(cell.row() * 4 + cell.column()).toBytes());
  }

  private Cell cell(Bytes key) {
    ByteReader in = new ByteReader(key.get(), prefix.length);
    Dimension dimension = DIMENSIONS[in.octet()];
    StringBuilder name = new StringBuilder();
    while (in.octet() == CHARACTER) {
      name.append((char) (in.octet() << 8 | in.octet() & 0xFF));
    }
    int place = in.octet();
    return new Cell(dimension, name.toString(), place / 4, place % 4);
  }

  private ByteWriter after() {
    return new ByteWriter(256).raw(prefix);
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The cells of one tally as rows of a store: an image of all of them, and after it what has changed
 * since, a row for each write. Once the changes are longer than the image it is made anew. So a
 * write is one row of what it changes, where a row for each cell would be some ten for each result;
 * and to read a tally is to read a few times what it holds.
 *
 * <p>Changes are numbered from the image on, and name it: those that are left of an earlier one
 * don't count.
 */
final class StoredCells {

  private static final byte IMAGE = 0;
  private static final byte CHANGE = 1;

  /** The first octet after the prefix that no row has. */
  private static final byte END = 2;

  /** Bytes of a row's key after the prefix: kind and number. */
  static final int SUFFIX = 5;

  /** Cells of a row: less than 1 MB where each name is as long as it may be. */
  private static final int MOST_CELLS = 1_000;

  /** What a row costs beside its cells, in cells. */
  private static final int ROW = 8;

  /** A small tally's changes may be this long, in cells. */
  private static final int SHORT = 512;

  private final KeyValueStore<Bytes, byte[]> store;
  private final byte[] prefix;
  private long image;
  private int imageRows;
  private int imageCells;
  private int changeRows;
  private int changesLength;

  /** Change rows that are there, those of earlier images too. */
  private int rowsLeft;

  /**
   * @param prefix of its rows, and the beginning of no other tally's
   */
  StoredCells(KeyValueStore<Bytes, byte[]> store, byte[] prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /**
   * Reads all rows.
   *
   * @param cells takes what they count
   * @return the greatest stamp that was written; 0 if none was
   */
  long read(Map<Cell, long[]> cells) {
    long stamp = 0;
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.range(Bytes.wrap(prefix), Bytes.wrap(after(prefix).octet(END).toBytes()))) {
      while (rows.hasNext()) {
        stamp = Math.max(stamp, take(rows.next(), cells));
      }
    }
    return stamp;
  }

  /**
   * Takes in the next of its rows, in the order of the store.
   *
   * @param cells as the rows before left them
   * @return the stamp that was written with it
   */
  long take(KeyValue<Bytes, byte[]> row, Map<Cell, long[]> cells) {
    ByteReader key = new ByteReader(row.key.get(), prefix.length);
    boolean change = key.octet() == CHANGE;
    int number = key.fixedInt();
    ByteReader in = new ByteReader(row.value);
    long stamp = in.fixed();
    long of = in.number();
    if (change) {
      rowsLeft = number + 1;
    } else {
      imageRows = number + 1;
      image = number == 0 ? of : image;
    }
    if (of != image) {
      return stamp;
    }
    Map<Cell, long[]> read = TallyCodec.read(in);
    if (!change) {
      imageCells += read.size();
      cells.putAll(read);
    } else {
      changeRows = number + 1;
      changesLength += ROW + read.size();
      read.forEach(
          (cell, counts) -> {
            if (zero(counts)) {
              cells.remove(cell);
            } else {
              cells.put(cell, counts);
            }
          });
    }
    return stamp;
  }

  /**
   * Writes what changed.
   *
   * @param changed cells with what they count now; zeros where there is nothing left
   * @param all gives every cell that isn't zero, these included
   * @param stamp is kept with them; never less than before
   */
  void write(Map<Cell, long[]> changed, Supplier<Map<Cell, long[]>> all, long stamp) {
    changesLength += ROW + changed.size();
    if (changesLength <= SHORT + 2 * imageCells) {
      changeRows = put(CHANGE, changeRows, changed, stamp);
      rowsLeft = Math.max(rowsLeft, changeRows);
      return;
    }
    Map<Cell, long[]> cells = new TreeMap<>(all.get());
    image++;
    int rows = put(IMAGE, 0, cells, stamp);
    delete(IMAGE, rows, imageRows);
    imageRows = rows;
    imageCells = cells.size();
    changeRows = 0;
    changesLength = 0;
  }

  /** Deletes all rows. */
  void delete() {
    delete(IMAGE, 0, imageRows);
    delete(CHANGE, 0, rowsLeft);
    image = 0;
    imageRows = 0;
    imageCells = 0;
    changeRows = 0;
    changesLength = 0;
    rowsLeft = 0;
  }

  /** Gives the number after the last row. */
  private int put(byte kind, int first, Map<Cell, long[]> cells, long stamp) {
    Iterator<Map.Entry<Cell, long[]>> rest = cells.entrySet().iterator();
    int number = first;
    int left = cells.size();
    do {
      int size = Math.min(left, MOST_CELLS);
      ByteWriter out = new ByteWriter(512).fixed(stamp).number(image);
      TallyCodec.write(rest, size, out);
      store.put(key(kind, number++), out.toBytes());
      left -= size;
    } while (left > 0);
    return number;
  }

  private void delete(byte kind, int from, int to) {
    for (int number = from; number < to; number++) {
      store.delete(key(kind, number));
    }
  }

  private Bytes key(byte kind, int number) {
    return Bytes.wrap(after(prefix).octet(kind).fixed(number).toBytes());
  }

  private static ByteWriter after(byte[] prefix) {
    return new ByteWriter(prefix.length + SUFFIX).raw(prefix);
  }

  /** Whether a cell has nothing left to count. */
  static boolean zero(long[] counts) {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return true;
  }
}

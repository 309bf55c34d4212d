package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The compact form of tallies and of single cells, in internal records and store rows. */
final class TallyCodec {

  private static final Dimension[] DIMENSIONS = Dimension.values();

  /** More cells than this are sorted, so that long names, up to 16 times each, fit in a record. */
  private static final int UNSORTED = 1_000;

  private TallyCodec() {}

  /** The cells one after the other; a name that repeats the one before it takes one byte. */
  static void write(Map<Cell, long[]> cells, ByteWriter out) {
    boolean sort = cells.size() > UNSORTED && !(cells instanceof SortedMap);
    Map<Cell, long[]> ordered = sort ? new TreeMap<>(cells) : cells;
    write(ordered.entrySet().iterator(), ordered.size(), out);
  }

  /** The next so many cells, in the order that they come in. */
  static void write(Iterator<Map.Entry<Cell, long[]>> cells, int size, ByteWriter out) {
    out.number(size);
    String last = null;
    for (int left = size; left > 0; left--) {
      Map.Entry<Cell, long[]> entry = cells.next();
      Cell cell = entry.getKey();
      out.octet(cell.dimension().ordinal()).octet(cell.row() * 4 + cell.column());
      out.text(cell.name().equals(last) ? null : cell.name());
      last = cell.name();
      writeCounts(entry.getValue(), out);
    }
  }

  static Map<Cell, long[]> read(ByteReader in) {
    int size = in.integer();
    Map<Cell, long[]> cells = new HashMap<>(2 * size);
    String last = null;
    for (int left = size; left > 0; left--) {
      Dimension dimension = DIMENSIONS[in.octet()];
      int place = in.octet();
      String name = in.text();
      last = name == null ? last : name;
      cells.put(new Cell(dimension, last, place / 4, place % 4), readCounts(dimension, in));
    }
    return cells;
  }

  /**
   * A cell as the end of a row key. Names in UTF-16, so that rows sort as names do: a tally keeps
   * the smallest, and which these are must be the same everywhere.
   */
  static void writeKey(Cell cell, ByteWriter out) {
    out.octet(cell.dimension().ordinal())
        .octet(cell.row() * 4 + cell.column())
        .raw(cell.name().getBytes(StandardCharsets.UTF_16BE));
  }

  static Cell readKey(ByteReader in) {
    Dimension dimension = DIMENSIONS[in.octet()];
    int place = in.octet();
    return new Cell(
        dimension, new String(in.restBytes(), StandardCharsets.UTF_16BE), place / 4, place % 4);
  }

  static void writeCounts(long[] counts, ByteWriter out) {
    for (long count : counts) {
      out.number(count);
    }
  }

  static long[] readCounts(Dimension dimension, ByteReader in) {
    long[] counts = new long[dimension.width()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.number();
    }
    return counts;
  }
}

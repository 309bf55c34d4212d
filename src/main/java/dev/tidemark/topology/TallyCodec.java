package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.nio.charset.StandardCharsets;

/** The compact form of tallies and of single cells, in internal records and store rows. */
final class TallyCodec {

  private static final Dimension[] DIMENSIONS = Dimension.values();

  private TallyCodec() {}

  /** Cells in sorted order; a name that repeats the one before it takes one byte. */
  static void write(Tally tally, ByteWriter out) {
    out.number(tally.cells().size());
    String last = null;
    for (var entry : tally.cells().entrySet()) {
      Cell cell = entry.getKey();
      out.octet(cell.dimension().ordinal()).octet(cell.row() * 4 + cell.column());
      out.text(cell.name().equals(last) ? null : cell.name());
      last = cell.name();
      writeCounts(entry.getValue(), out);
    }
  }

  static Tally read(ByteReader in) {
    Tally tally = new Tally();
    String last = null;
    for (int left = in.integer(); left > 0; left--) {
      Dimension dimension = DIMENSIONS[in.octet()];
      int place = in.octet();
      String name = in.text();
      last = name == null ? last : name;
      tally.add(new Cell(dimension, last, place / 4, place % 4), readCounts(dimension, in));
    }
    return tally;
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

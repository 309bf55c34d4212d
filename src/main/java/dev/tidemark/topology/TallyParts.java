package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * The rows that merged tallies are made of: one for each (canonical model, period), ledger
 * partition and carried name.
 */
final class TallyParts {

  private static final char PART = 'p';

  private final WriteBehindStore store;

  /** What one partition last said of one carried name. */
  static final class Part {
    final Map<Cell, long[]> cells;
    long lastResultAt;
    boolean unwritten;

    Part(Map<Cell, long[]> cells, long lastResultAt) {
      this.cells = cells;
      this.lastResultAt = lastResultAt;
    }
  }

  TallyParts(WriteBehindStore store) {
    this.store = store;
  }

  /** Has the rows written as they are now, not as they were at the last commit. */
  void refresh() {
    store.refresh();
  }

  static Bytes row(String key, String carriedModel, int partition) {
    return Bytes.wrap(parts(key).bare(carriedModel).octet('|').fixed(partition).toBytes());
  }

  /** The parts of a {@code model|period} by their rows, as they were last said. */
  Map<Bytes, Part> read(String key) {
    byte[] from = parts(key).toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Map<Bytes, Part> parts = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.rows().range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        ByteReader in = new ByteReader(row.value);
        long lastResultAt = in.fixed();
        parts.put(row.key, new Part(TallyCodec.read(in), lastResultAt));
      }
    }
    return parts;
  }

  /** Writes a part; one without cells goes. */
  void write(Bytes row, Part part) {
    byte[] value = null;
    if (!part.cells.isEmpty()) {
      ByteWriter out = new ByteWriter(1_024).fixed(part.lastResultAt);
      TallyCodec.write(part.cells, out);
      value = out.toBytes();
    }
    store.rows().put(row, value);
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
    ByteWriter after = new ByteWriter().octet(PART);
    Bytes from = Bytes.wrap((model == null ? after : after.bare(model).octet('|' + 1)).toBytes());
    Bytes to = Bytes.wrap(new byte[] {PART + 1});
    try (KeyValueIterator<Bytes, byte[]> rows = store.rows().range(from, to)) {
      return rows.hasNext() ? new ByteReader(rows.next().key.get(), 1).until('|') : null;
    }
  }

  private static ByteWriter parts(String key) {
    return new ByteWriter().octet(PART).bare(key).octet('|');
  }
}

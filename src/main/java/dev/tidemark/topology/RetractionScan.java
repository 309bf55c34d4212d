package dev.tidemark.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Visits every ledger entry of the models that were retracted, a bounded slice at a time: one
 * transaction over a million entries would outlive its timeout and repeat for ever. Where a scan
 * stands is stored with the entries. A retraction that comes while its model is being scanned
 * doesn't start over: the scan goes round, and ends where it stood when the last one came.
 */
final class RetractionScan {

  private static final char CURSOR = 'c';

  /** Entries visited in one slice: some 20 ms of work. */
  static final int SLICE = 2_000;

  private final KeyValueStore<Bytes, byte[]> cursors;
  private final KeyValueStore<Bytes, byte[]> ledger;
  private final Map<String, Cursor> open = new LinkedHashMap<>();

  /**
   * @param next first key to visit
   * @param until where to end after going round; null before going round means the end of the model
   * @param round whether the end of the model was passed
   */
  private record Cursor(Bytes next, Bytes until, boolean round) {}

  RetractionScan(KeyValueStore<Bytes, byte[]> cursors, KeyValueStore<Bytes, byte[]> ledger) {
    this.cursors = cursors;
    this.ledger = ledger;
    Bytes from = cursorKey("");
    Bytes to = Bytes.wrap(new byte[] {CURSOR + 1});
    try (KeyValueIterator<Bytes, byte[]> rows = cursors.range(from, to)) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (row.key.get()[0] == CURSOR) {
          open.put(new ByteReader(row.key.get(), 1).rest(), readCursor(row.value));
        }
      }
    }
  }

  /** Has every entry of the model visited from here on. */
  void start(String model) {
    Cursor at = open.get(model);
    save(
        model,
        at == null
            ? new Cursor(first(model), null, false)
            : new Cursor(at.next(), at.next(), false));
  }

  boolean idle() {
    return open.isEmpty();
  }

  /** Visits the next slice of entries of the model whose turn it is. */
  void slice(Consumer<KeyValue<Bytes, byte[]>> visit) {
    if (open.isEmpty()) {
      return;
    }
    String model = open.keySet().iterator().next();
    Cursor at = open.get(model);
    Bytes end = at.round() ? at.until() : last(model);
    List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
    boolean more = false;
    try (KeyValueIterator<Bytes, byte[]> rows = ledger.range(at.next(), end)) {
      while (rows.hasNext() && entries.size() < SLICE) {
        entries.add(rows.next());
      }
      more = rows.hasNext();
    }
    entries.forEach(visit);
    open.remove(model);
    if (more) {
      Bytes visited = entries.get(entries.size() - 1).key;
      save(model, new Cursor(after(visited), at.until(), at.round()));
    } else if (!at.round() && at.until() != null) {
      save(model, new Cursor(first(model), at.until(), true));
    } else {
      cursors.delete(cursorKey(model));
    }
  }

  private void save(String model, Cursor cursor) {
    open.put(model, cursor);
    ByteWriter row = new ByteWriter().octet(cursor.round() ? 1 : 0);
    row.text(text(cursor.next())).text(cursor.until() == null ? null : text(cursor.until()));
    cursors.put(cursorKey(model), row.toBytes());
  }

  private static Cursor readCursor(byte[] row) {
    ByteReader in = new ByteReader(row);
    boolean round = in.octet() == 1;
    Bytes next = bytes(in.text());
    String until = in.text();
    return new Cursor(next, until == null ? null : bytes(until), round);
  }

  /** Whether a row of its store says where a scan stands; it is deleted when that has ended. */
  static boolean isCursor(byte[] key) {
    return key[0] == CURSOR;
  }

  private static Bytes cursorKey(String model) {
    return Bytes.wrap(new ByteWriter().octet(CURSOR).bare(model).toBytes());
  }

  private static Bytes first(String model) {
    return bytes(model + '|');
  }

  /** The separator's successor: sorts after every key of the model. */
  private static Bytes last(String model) {
    return bytes(model + (char) ('|' + 1));
  }

  /** The first key that can come after this one. */
  static Bytes after(Bytes key) {
    return Bytes.wrap(new ByteWriter().raw(key.get()).octet(0).toBytes());
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Bytes key) {
    return new String(key.get(), StandardCharsets.UTF_8);
  }
}

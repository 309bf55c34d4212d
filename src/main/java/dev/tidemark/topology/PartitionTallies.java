package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Step 3, first half: the tallies of one ledger partition, one for each (carried model, period).
 * Stored as a row a cell; the ones in use are kept in memory too. A tally that changed is marked,
 * in the same transaction as the change, until it has been sent on, so a change that was committed
 * but not sent survives a crash. The mark also names the canonical model that the tally was last
 * sent under: when an alias moves, it is taken away there.
 */
final class PartitionTallies {

  private static final char CELL = 't';
  private static final char MARK = 'm';
  private static final char SEEN = 's';

  /** How far the newest result may have moved on before that alone is sent, in milliseconds. */
  private static final long SEEN_STEP = 60_000;

  /** Tallies kept in memory, a few hundred cells each; the others are read again when touched. */
  private static final int KEPT = 2_000;

  private final int partition;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<TallyKey, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<TallyKey> dirty = new LinkedHashSet<>();

  private record TallyKey(String model, int period) {}

  private record Slot(Bytes key, long[] counts) {}

  private static final class Kept {
    final Map<Cell, Slot> cells = new HashMap<>();
    final FlippedSample flipped = new FlippedSample();
    long seen;
    long sentSeen;
  }

  /** Takes a tally to send on under a canonical model. */
  interface Outlet {
    void send(String canonical, String period, PartitionTally tally);
  }

  PartitionTallies(int partition, KeyValueStore<Bytes, byte[]> store) {
    this.partition = partition;
    this.store = store;
    Bytes from = Bytes.wrap(new byte[] {MARK});
    Bytes to = Bytes.wrap(new byte[] {MARK + 1});
    try (KeyValueIterator<Bytes, byte[]> marks = store.range(from, to)) {
      while (marks.hasNext()) {
        KeyValue<Bytes, byte[]> mark = marks.next();
        if (mark.value[0] == 1) {
          dirty.add(readMarkKey(mark.key));
        }
      }
    }
  }

  /** Adds counts to a cell of a model's tally. */
  void add(String model, int period, Cell cell, long... counts) {
    TallyKey key = new TallyKey(model, period);
    mark(key);
    if (cell.dimension() == Dimension.FLIPPED) {
      // Of one case, so there or not; there may be very many, so only the store holds them.
      store.put(cellKey(key, cell), counts[0] > 0 ? new byte[0] : null);
      load(key).flipped.note(cell, counts[0] > 0);
      return;
    }
    Kept tally = load(key);
    Slot slot = tally.cells.get(cell);
    if (slot == null) {
      slot = new Slot(cellKey(key, cell), new long[cell.dimension().width()]);
      tally.cells.put(cell, slot);
    }
    boolean zero = true;
    for (int i = 0; i < counts.length; i++) {
      slot.counts()[i] += counts[i];
      zero &= slot.counts()[i] == 0;
    }
    if (zero) {
      tally.cells.remove(cell);
      store.delete(slot.key());
    } else {
      ByteWriter row = new ByteWriter(16);
      TallyCodec.writeCounts(slot.counts(), row);
      store.put(slot.key(), row.toBytes());
    }
  }

  /**
   * Notes that a result of a model came, whether it changes a tally or not.
   *
   * @param timestamp of its record
   */
  void seen(String model, int period, long timestamp) {
    TallyKey key = new TallyKey(model, period);
    Kept tally = load(key);
    if (timestamp > tally.seen) {
      tally.seen = timestamp;
      if (timestamp - tally.sentSeen >= SEEN_STEP) {
        mark(key);
      }
    }
  }

  /** Has every tally of a carried model sent again: its canonical name may have changed. */
  void resend(String model) {
    Bytes from = markKey(model, 0);
    Bytes to = markKey(model, Integer.MAX_VALUE);
    Set<TallyKey> found = new LinkedHashSet<>();
    try (KeyValueIterator<Bytes, byte[]> marks = store.range(from, to)) {
      while (marks.hasNext()) {
        found.add(readMarkKey(marks.next().key));
      }
    }
    found.forEach(this::mark);
  }

  /** Sends on every tally that changed since it was last sent. */
  void sendChanged(ModelTable<Registration> models, Outlet outlet) {
    for (TallyKey key : dirty) {
      String period = new Period(key.period()).toString();
      String canonical = models.canonical(key.model());
      String before = sentUnder(key);
      if (before != null && !before.equals(canonical)) {
        outlet.send(before, period, new PartitionTally(partition, key.model(), new Tally(), 0));
      }
      Kept counted = load(key);
      Tally tally = new Tally();
      counted.cells.forEach((cell, slot) -> tally.add(cell, slot.counts()));
      counted.flipped.cells(() -> flipped(key)).forEach(cell -> tally.add(cell, 1));
      tally.limitNames();
      outlet.send(
          canonical, period, new PartitionTally(partition, key.model(), tally, counted.seen));
      if (counted.seen != counted.sentSeen) {
        counted.sentSeen = counted.seen;
        store.put(seenKey(key), new ByteWriter(8).fixed(counted.seen).toBytes());
      }
      store.put(
          markKey(key.model(), key.period()),
          tally.isEmpty() ? null : new ByteWriter().octet(0).text(canonical).toBytes());
    }
    dirty.clear();
    for (Iterator<TallyKey> i = kept.keySet().iterator(); kept.size() > KEPT && i.hasNext(); ) {
      i.next();
      i.remove();
    }
  }

  private void mark(TallyKey key) {
    if (dirty.add(key)) {
      store.put(
          markKey(key.model(), key.period()),
          new ByteWriter().octet(1).text(sentUnder(key)).toBytes());
    }
  }

  private String sentUnder(TallyKey key) {
    byte[] mark = store.get(markKey(key.model(), key.period()));
    return mark == null ? null : new ByteReader(mark, 1).text();
  }

  private Kept load(TallyKey key) {
    Kept tally = kept.get(key);
    if (tally == null) {
      tally = new Kept();
      byte[] prefix = prefix(CELL, key.model(), key.period()).toBytes();
      Bytes to = flippedKey(prefix);
      try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(prefix), to)) {
        while (rows.hasNext()) {
          KeyValue<Bytes, byte[]> row = rows.next();
          Cell cell = TallyCodec.readKey(new ByteReader(row.key.get(), prefix.length));
          long[] counts = TallyCodec.readCounts(cell.dimension(), new ByteReader(row.value));
          tally.cells.put(cell, new Slot(row.key, counts));
        }
      }
      byte[] seen = store.get(seenKey(key));
      tally.seen = seen == null ? 0 : new ByteReader(seen).fixed();
      tally.sentSeen = tally.seen;
      kept.put(key, tally);
    }
    return tally;
  }

  /** The few flipped cases that travel, which are the first rows of their dimension. */
  private List<Cell> flipped(TallyKey key) {
    byte[] prefix = prefix(CELL, key.model(), key.period()).toBytes();
    Bytes from = flippedKey(prefix);
    Bytes to = Bytes.wrap(new ByteWriter().raw(from.get()).octet(0xFF).toBytes());
    List<Cell> cells = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
      while (cells.size() < Flip.SAMPLE && rows.hasNext()) {
        cells.add(TallyCodec.readKey(new ByteReader(rows.next().key.get(), prefix.length)));
      }
    }
    return cells;
  }

  /** Before the first row of a flipped case, and after all other rows of the tally. */
  private static Bytes flippedKey(byte[] prefix) {
    return Bytes.wrap(new ByteWriter().raw(prefix).octet(Dimension.FLIPPED.ordinal()).toBytes());
  }

  private static Bytes seenKey(TallyKey key) {
    return Bytes.wrap(prefix(SEEN, key.model(), key.period()).toBytes());
  }

  private static Bytes cellKey(TallyKey key, Cell cell) {
    ByteWriter out = prefix(CELL, key.model(), key.period());
    TallyCodec.writeKey(cell, out);
    return Bytes.wrap(out.toBytes());
  }

  private static Bytes markKey(String model, int period) {
    return Bytes.wrap(prefix(MARK, model, period).toBytes());
  }

  private static TallyKey readMarkKey(Bytes key) {
    ByteReader in = new ByteReader(key.get(), 1);
    return new TallyKey(in.until('|'), in.fixedInt());
  }

  private static ByteWriter prefix(char type, String model, int period) {
    return new ByteWriter().octet(type).bare(model).octet('|').fixed(period);
  }
}

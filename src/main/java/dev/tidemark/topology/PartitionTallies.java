package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Step 3, first half: the tallies of one ledger partition, one for each (carried model, period).
 * The ones in use are kept in memory; before each commit what changed of them is sent on and
 * stored, in the same transaction. The store also names the canonical model that a tally was last
 * sent under: when an alias moves, it is taken away there.
 */
final class PartitionTallies {

  private static final char CELL = 't';
  private static final char SPILLED = 'o';
  private static final char FLIPPED = 'f';
  private static final char SENT_UNDER = 's';

  /** How far the newest result may have moved on before that alone is sent, in milliseconds. */
  private static final long SEEN_STEP = 60_000;

  /** Kept in memory, each tally by its weight; the others are read again when touched. */
  private static final int KEPT_CELLS = 250_000;

  private final int partition;
  private final WriteBehindStore behind;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<TallyKey, KeptTally> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Changed and not sent. */
  private final Set<TallyKey> dirty = new LinkedHashSet<>();

  /** Changed and not written. */
  private final Set<TallyKey> unwritten = new LinkedHashSet<>();

  private TallyKey lastKey = new TallyKey("", 0);
  private KeptTally last;

  private record TallyKey(String model, int period) {
    @Override
    public boolean equals(Object other) {
      return other instanceof TallyKey key && period == key.period && model.equals(key.model);
    }

    @Override
    public int hashCode() {
      return model.hashCode() * 31 + period;
    }
  }

  /** Takes a tally to send on under a canonical model. */
  interface Outlet {
    void send(String canonical, String period, PartitionTally tally);
  }

  /**
   * @param beforeCommit sends on what changed
   */
  PartitionTallies(int partition, WriteBehindStore behind, BeforeCommit beforeCommit) {
    this.partition = partition;
    this.behind = behind;
    store = behind.rows();
    behind.own(beforeCommit, this::write);
  }

  /** Its task closes. */
  void close() {
    behind.disown();
  }

  /** Adds counts to a cell of a model's tally. */
  void add(String model, int period, Cell cell, long... counts) {
    KeptTally tally = use(model, period);
    markDirty(tally);
    if (cell.dimension() == Dimension.FLIPPED) {
      // Of one case, so there or not; there may be very many, so only the store holds them.
      store.put(flippedKey(lastKey, cell), counts[0] > 0 ? new byte[0] : null);
      tally.flipped(cell, counts[0] > 0);
      return;
    }
    if (tally.written()) {
      unwritten.add(lastKey);
    }
    tally.add(cell, counts);
  }

  /**
   * Notes that a result of a model came, whether it changes a tally or not.
   *
   * @param timestamp of its record
   */
  void seen(String model, int period, long timestamp) {
    KeptTally tally = use(model, period);
    if (timestamp > tally.seen) {
      tally.seen = timestamp;
      if (timestamp - tally.sentSeen >= SEEN_STEP) {
        markDirty(tally);
        unwritten.add(lastKey);
      }
    }
  }

  private void markDirty(KeptTally tally) {
    if (!tally.dirty) {
      tally.dirty = true;
      dirty.add(lastKey);
    }
  }

  /** Has every tally of a carried model sent again: its canonical name may have changed. */
  void resend(String model) {
    Bytes from = sentUnderKey(new TallyKey(model, 0));
    Bytes to = sentUnderKey(new TallyKey(model, Integer.MAX_VALUE));
    try (KeyValueIterator<Bytes, byte[]> sent = store.range(from, to)) {
      while (sent.hasNext()) {
        ByteReader in = new ByteReader(sent.next().key.get(), 1);
        dirty.add(new TallyKey(in.until('|'), in.fixedInt()));
      }
    }
  }

  /** Sends on every tally that changed since it was last sent. */
  void sendChanged(ModelTable<Registration> models, Outlet outlet) {
    for (TallyKey key : dirty) {
      String period = new Period(key.period()).toString();
      String canonical = models.canonical(key.model());
      KeptTally tally = kept.computeIfAbsent(key, this::load);
      tally.dirty = false;
      boolean moved = !canonical.equals(tally.sentUnder);
      if (moved && tally.sentUnder != null) {
        outlet.send(
            tally.sentUnder, period, PartitionTally.whole(partition, key.model(), new Tally(), 0));
      }
      outlet.send(canonical, period, tally.send(partition, key.model(), () -> flipped(key), moved));
      tally.sentSeen = tally.seen;
      String under = tally.empty() ? null : canonical;
      if (!Objects.equals(under, tally.sentUnder)) {
        tally.sentUnder = under;
        store.put(sentUnderKey(key), under == null ? null : new ByteWriter().bare(under).toBytes());
      }
    }
    dirty.clear();
  }

  /** Before each commit: cells that changed. */
  private void write() {
    unwritten.forEach(key -> kept.get(key).write());
    unwritten.clear();
    int cells = kept.values().stream().mapToInt(KeptTally::weight).sum();
    for (Iterator<KeptTally> eldest = kept.values().iterator();
        cells > KEPT_CELLS && eldest.hasNext(); ) {
      cells -= eldest.next().weight();
      eldest.remove();
    }
    last = null;
  }

  /** Results come in runs, and each moves some ten cells of one tally. */
  private KeptTally use(String model, int period) {
    if (last == null || lastKey.period() != period || !lastKey.model().equals(model)) {
      lastKey = new TallyKey(model, period);
      last = kept.computeIfAbsent(lastKey, this::load);
    }
    return last;
  }

  private KeptTally load(TallyKey key) {
    byte[] under = store.get(sentUnderKey(key));
    byte[] prefix = prefix(CELL, key.model(), key.period()).toBytes();
    return new KeptTally(
        new StoredCells(store, prefix),
        new SpilledCells(store, prefix(SPILLED, key.model(), key.period()).toBytes()),
        under == null ? null : new ByteReader(under).rest());
  }

  /** The few flipped cases that travel, which are the first rows of their dimension. */
  private List<Cell> flipped(TallyKey key) {
    byte[] from = prefix(FLIPPED, key.model(), key.period()).toBytes();
    Bytes to = Bytes.wrap(new ByteWriter().raw(from).octet(0xFF).toBytes());
    List<Cell> cells = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), to)) {
      while (cells.size() < Flip.SAMPLE && rows.hasNext()) {
        cells.add(TallyCodec.readKey(new ByteReader(rows.next().key.get(), from.length)));
      }
    }
    return cells;
  }

  private static Bytes flippedKey(TallyKey key, Cell cell) {
    ByteWriter out = prefix(FLIPPED, key.model(), key.period());
    TallyCodec.writeKey(cell, out);
    return Bytes.wrap(out.toBytes());
  }

  private static Bytes sentUnderKey(TallyKey key) {
    return Bytes.wrap(prefix(SENT_UNDER, key.model(), key.period()).toBytes());
  }

  private static ByteWriter prefix(char type, String model, int period) {
    return new ByteWriter().octet(type).bare(model).octet('|').fixed(period);
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Tally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Step 3, second half: the tally of each (canonical model, period) is the sum of one tally for each
 * ledger partition and carried name. What changed is marked until it has been scored, in the same
 * transaction.
 */
final class MergedTallies {

  private static final char PART = 'p';
  private static final char MARK = 'm';

  /**
   * One (canonical model, period).
   *
   * @param lastResultAt record timestamp of its newest result, to the minute; epoch milliseconds
   */
  record MergedTally(Tally tally, long lastResultAt) {}

  /** Sums kept in memory, a few hundred cells each; the others are read again when touched. */
  private static final int KEPT = 1_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Set<String> dirty = new LinkedHashSet<>();

  /** Of parts taken in here; a part that comes moves its sum. */
  private final Map<String, Sum> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sum> eldest) {
          return size() > KEPT;
        }
      };

  /** The parts of one key, added up, and when the last result of each came. */
  private static final class Sum {
    final Tally tally = new Tally();
    final Map<Bytes, Long> lastResultAt = new HashMap<>();

    void add(Bytes row, byte[] value) {
      ByteReader in = new ByteReader(value);
      lastResultAt.put(row, in.fixed());
      tally.add(TallyCodec.read(in));
    }

    void remove(Bytes row, byte[] value) {
      lastResultAt.remove(row);
      ByteReader in = new ByteReader(value);
      in.fixed();
      tally.subtract(TallyCodec.read(in));
    }

    MergedTally merged() {
      Tally limited = tally.copy();
      limited.limitNames();
      return new MergedTally(
          limited, lastResultAt.values().stream().mapToLong(Long::longValue).max().orElse(0));
    }
  }

  MergedTallies(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    Bytes to = Bytes.wrap(new byte[] {MARK + 1});
    try (KeyValueIterator<Bytes, byte[]> marks = store.range(Bytes.wrap(new byte[] {MARK}), to)) {
      while (marks.hasNext()) {
        Bytes key = marks.next().key;
        if (key.get()[0] == MARK) {
          dirty.add(new ByteReader(key.get(), 1).rest());
        }
      }
    }
  }

  /**
   * Takes in one part, in place of the last with that partition and carried name.
   *
   * @param key {@code model|period}, the model canonical
   * @return whether results came that changed no tally
   */
  boolean put(String key, PartitionTally part) {
    Bytes row =
        Bytes.wrap(
            parts(key).bare(part.carriedModel()).octet('|').fixed(part.partition()).toBytes());
    byte[] value = null;
    if (!part.tally().isEmpty()) {
      ByteWriter out = new ByteWriter(1_024).fixed(part.lastResultAt());
      TallyCodec.write(part.tally(), out);
      value = out.toBytes();
    }
    byte[] before = store.get(row);
    if (Arrays.equals(value, before)) {
      return false;
    }
    store.put(row, value);
    Sum sum = kept.get(key);
    if (sum != null) {
      if (before != null) {
        sum.remove(row, before);
      }
      if (value != null) {
        sum.add(row, value);
      }
    }
    if (sameTally(value, before)) {
      return true;
    }
    mark(key);
    return false;
  }

  private static boolean sameTally(byte[] some, byte[] other) {
    return some != null
        && other != null
        && Arrays.equals(some, Long.BYTES, some.length, other, Long.BYTES, other.length);
  }

  /** Has every period of a canonical model scored again: its price or name changed. */
  void rescore(String model) {
    keys(model).forEach(this::mark);
  }

  /** The keys, {@code model|period}, that hold a tally of this canonical model. */
  Set<String> keys(String model) {
    byte[] from = new ByteWriter().octet(PART).bare(model).octet('|').toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Set<String> keys = new LinkedHashSet<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
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
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
      return rows.hasNext() ? new ByteReader(rows.next().key.get(), 1).until('|') : null;
    }
  }

  /** Gives each tally that changed since the last call; an empty one has gone. */
  void takeChanged(BiConsumer<String, MergedTally> score) {
    for (String key : dirty) {
      score.accept(key, kept.computeIfAbsent(key, this::read).merged());
      store.delete(markKey(key));
    }
    dirty.clear();
  }

  /** The tally of a {@code model|period} as the store has it, as far as its parts have come. */
  MergedTally sum(String key) {
    return read(key).merged();
  }

  private Sum read(String key) {
    byte[] from = parts(key).toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Sum sum = new Sum();
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        sum.add(row.key, row.value);
      }
    }
    return sum;
  }

  private void mark(String key) {
    if (dirty.add(key)) {
      store.put(markKey(key), new byte[0]);
    }
  }

  private static Bytes markKey(String key) {
    return Bytes.wrap(new ByteWriter().octet(MARK).bare(key).toBytes());
  }

  private static ByteWriter parts(String key) {
    return new ByteWriter().octet(PART).bare(key).octet('|');
  }
}

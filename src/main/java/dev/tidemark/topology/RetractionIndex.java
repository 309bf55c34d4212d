package dev.tidemark.topology;

import dev.tidemark.event.RecordId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The retractions of one ledger partition, found by what they match: one read for each shape of
 * pattern that a model was ever retracted by, and none for nearly every model. A pattern's
 * retractions stand together in one row. Only where they are too many is a range of rows read,
 * which costs far more: one a retraction, sorted by id, so the earliest that withdraws a version is
 * the first at or after the version's timestamp.
 */
final class RetractionIndex {

  private static final char SHAPES = 's';
  private static final char PATTERN = 'r';
  private static final char FEW = 'f';
  private static final byte[] MANY = new byte[0];

  /** Retractions of one pattern that stand together. */
  private static final int MOST_TOGETHER = 20;

  private static final byte[] AFTER_ANY_ID = new byte[25];

  static {
    Arrays.fill(AFTER_ANY_ID, (byte) 0xFF);
  }

  /** Models whose shapes are kept in memory; the rest are read again. */
  private static final int CACHED_MODELS = 10_000;

  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<String, Integer> shapes =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > CACHED_MODELS;
        }
      };

  RetractionIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** Takes in a retraction; false if it was here already. */
  boolean add(Withdrawal withdrawal) {
    byte[] pattern = pattern(withdrawal).toBytes();
    ByteWriter key = new ByteWriter().octet(PATTERN).raw(pattern).id(withdrawal.id());
    if (store.putIfAbsent(Bytes.wrap(key.toBytes()), new byte[0]) != null) {
      return false;
    }
    Bytes few = fewKey(pattern);
    store.put(few, with(store.get(few), withdrawal.id()));
    int before = shapes(withdrawal.model());
    int after = before | 1 << withdrawal.shape();
    if (after != before) {
      store.put(shapesKey(withdrawal.model()), new ByteWriter(4).fixed(after).toBytes());
      shapes.put(withdrawal.model(), after);
    }
    return true;
  }

  /** The earliest retraction, by id, that withdraws this version; null if none does. */
  RecordId earliest(ResultKey key, int period, ResultVersion version) {
    RecordId earliest = null;
    for (int left = shapes(key.model()); left != 0; left &= left - 1) {
      int shape = Integer.numberOfTrailingZeros(left);
      if ((shape & 1) != 0 && version.runId() == null) {
        continue;
      }
      RecordId found = earliest(Withdrawal.matching(shape, key, period, version));
      if (found != null && (earliest == null || found.compareTo(earliest) < 0)) {
        earliest = found;
      }
    }
    return earliest;
  }

  private RecordId earliest(Withdrawal wanted) {
    byte[] pattern = pattern(wanted).toBytes();
    long timestamp = wanted.id().timestamp();
    byte[] few = store.get(fewKey(pattern));
    if (few == null) {
      return null;
    }
    if (few.length == 0) {
      return firstOf(pattern, timestamp);
    }
    RecordId earliest = null;
    for (RecordId id : ids(few)) {
      if (id.timestamp() >= timestamp && (earliest == null || id.compareTo(earliest) < 0)) {
        earliest = id;
      }
    }
    return earliest;
  }

  private static byte[] with(byte[] few, RecordId id) {
    if (few == null) {
      return new ByteWriter().number(1).id(id).toBytes();
    }
    List<RecordId> ids = ids(few);
    if (ids.isEmpty() || ids.size() == MOST_TOGETHER) {
      return MANY;
    }
    ByteWriter out = new ByteWriter().number(ids.size() + 1);
    ids.forEach(out::id);
    return out.id(id).toBytes();
  }

  /** None where there are too many. */
  private static List<RecordId> ids(byte[] few) {
    List<RecordId> ids = new ArrayList<>();
    if (few.length > 0) {
      ByteReader in = new ByteReader(few);
      for (int left = in.integer(); left > 0; left--) {
        ids.add(in.id());
      }
    }
    return ids;
  }

  private RecordId firstOf(byte[] pattern, long timestamp) {
    byte[] prefix = new ByteWriter().octet(PATTERN).raw(pattern).toBytes();
    Bytes from = Bytes.wrap(new ByteWriter().raw(prefix).fixed(timestamp).toBytes());
    Bytes to = Bytes.wrap(new ByteWriter().raw(prefix).raw(AFTER_ANY_ID).toBytes());
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, to)) {
      if (!rows.hasNext()) {
        return null;
      }
      KeyValue<Bytes, byte[]> first = rows.next();
      return new ByteReader(first.key.get(), prefix.length).id();
    }
  }

  private int shapes(String model) {
    Integer known = shapes.get(model);
    if (known == null) {
      byte[] row = store.get(shapesKey(model));
      known = row == null ? 0 : new ByteReader(row).fixedInt();
      shapes.put(model, known);
    }
    return known;
  }

  private static Bytes shapesKey(String model) {
    return Bytes.wrap(new ByteWriter().octet(SHAPES).bare(model).toBytes());
  }

  private static Bytes fewKey(byte[] pattern) {
    return Bytes.wrap(new ByteWriter().octet(FEW).raw(pattern).toBytes());
  }

  /** Every part with its length in front: no pattern is the beginning of another. */
  private static ByteWriter pattern(Withdrawal withdrawal) {
    return new ByteWriter()
        .text(withdrawal.model())
        .octet(withdrawal.shape())
        .text(withdrawal.runId())
        .text(withdrawal.suite())
        .text(withdrawal.caseId())
        .number(withdrawal.trial() == null ? -1 : withdrawal.trial())
        .number(withdrawal.period() == null ? -1 : withdrawal.period());
  }
}

package dev.tidemark.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The entries of one ledger partition. What is put waits in memory for {@link #write()}, which must
 * come before each commit: many rows at a time, in their order, cost RocksDB less than one by one.
 */
final class LedgerStore {

  /** As Kafka Streams sets it, in bytes. */
  private static final int WRITE_BUFFER = 16 << 20;

  /** So large a part of a write buffer may wait. */
  private static final int SHARE = 16;

  private final KeyValueStore<Bytes, byte[]> store;
  private final LedgerRows rows;

  /** In RocksDB's order; compared many octets at a time, for rows begin alike. */
  private final SortedMap<Bytes, byte[]> waiting =
      new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.get(), b.get()));

  private final int mostWaiting;
  private int waitingBytes;

  /**
   * @param settings of the application
   */
  LedgerStore(KeyValueStore<Bytes, byte[]> store, Map<String, Object> settings) {
    this.store = store;
    mostWaiting =
        (settings.get(SharedRocksMemory.WRITE_BUFFER) instanceof Integer bytes
                ? bytes
                : WRITE_BUFFER)
            / SHARE;
    rows = new LedgerRows(store);
  }

  LedgerEntry get(Bytes row) {
    if (!rows.mayHold(row)) {
      return LedgerEntry.EMPTY;
    }
    byte[] value = waiting.get(row);
    return LedgerEntry.read(value == null ? store.get(row) : value);
  }

  /**
   * Keeps an entry in place of the one before it.
   *
   * @param before as {@link #get} gave it
   */
  void put(Bytes row, LedgerEntry before, LedgerEntry after) {
    if (before == LedgerEntry.EMPTY) {
      rows.add(row);
    }
    byte[] value = after.toBytes();
    waiting.put(row, value);
    waitingBytes += row.get().length + value.length;
    if (waitingBytes >= mostWaiting) {
      write();
    }
  }

  /** Has the store hold everything. */
  void write() {
    if (waiting.isEmpty()) {
      return;
    }
    List<KeyValue<Bytes, byte[]>> inOrder = new ArrayList<>(waiting.size());
    waiting.forEach((row, value) -> inOrder.add(KeyValue.pair(row, value)));
    store.putAll(inOrder);
    waiting.clear();
    waitingBytes = 0;
  }

  /** To be called now and then after a start. */
  void readOn() {
    rows.readOn();
  }
}

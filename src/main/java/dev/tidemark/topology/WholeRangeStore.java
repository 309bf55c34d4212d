package dev.tidemark.topology;

import java.lang.reflect.Field;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Rows in RocksDB as Kafka Streams keeps them; but a range that can't be read to its end is an
 * error. RocksDB's iterators end at a block that they can't read as if there were no more rows, and
 * Kafka Streams doesn't ask them why: a tally would lose counts, a retraction miss results. The
 * thread dies of the error, and the stores of its tasks are thrown away and restored.
 */
final class WholeRangeStore extends RocksDBStore {

  private static final String SCOPE = "rocksdb";

  /** RocksDB's iterator in one of Kafka Streams, which shows it to nobody. */
  private static final Field INNER = inner();

  private WholeRangeStore(String name) {
    super(name, SCOPE);
  }

  /** Makes such a store. */
  static KeyValueBytesStoreSupplier supplier(String name) {
    return new Supplier(name);
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return new WholeRange(super.range(from, to));
  }

  @Override
  public synchronized KeyValueIterator<Bytes, byte[]> all() {
    return new WholeRange(super.all());
  }

  private static Field inner() {
    try {
      Field inner =
          Class.forName("org.apache.kafka.streams.state.internals.RocksDbIterator")
              .getDeclaredField("iter");
      inner.setAccessible(true);
      return inner;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Kafka Streams keeps RocksDB's iterator elsewhere", e);
    }
  }

  private final class WholeRange implements KeyValueIterator<Bytes, byte[]> {

    private final KeyValueIterator<Bytes, byte[]> rows;

    WholeRange(KeyValueIterator<Bytes, byte[]> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (rows.hasNext()) {
        return true;
      }
      checkEnd();
      return false;
    }

    private void checkEnd() {
      if (!INNER.getDeclaringClass().isInstance(rows)) {
        return; // of no rows, where the first key comes after the last
      }
      try {
        ((RocksIterator) INNER.get(rows)).status();
      } catch (RocksDBException e) {
        throw new ProcessorStateException("not all rows of " + name() + " can be read", e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      return rows.next();
    }

    @Override
    public Bytes peekNextKey() {
      return rows.peekNextKey();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private record Supplier(String name) implements KeyValueBytesStoreSupplier {

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return new WholeRangeStore(name);
    }

    @Override
    public String metricsScope() {
      return SCOPE;
    }
  }
}

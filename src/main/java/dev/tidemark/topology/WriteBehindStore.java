package dev.tidemark.topology;

import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Rows whose owner keeps them in memory as objects and writes those that changed once before each
 * commit, in the same transaction as everything else. What Kafka Streams' own record cache does for
 * bytes; but ten rows change with every result, and to look each up in it by its bytes took a fifth
 * of the topology's time.
 */
final class WriteBehindStore implements StateStore, CachedStateStore<Bytes, byte[]> {

  private static final Runnable NOTHING = () -> {};

  private final KeyValueStore<Bytes, byte[]> rows;
  private Runnable write = NOTHING;
  private Runnable beforeCommit = NOTHING;

  /** The one that was open when the rows were last written for a commit; null if none was. */
  private Transaction transaction;

  private WriteBehindStore(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /** A builder of such stores over rows as another builder makes them. */
  static StoreBuilder<WriteBehindStore> over(StoreBuilder<KeyValueStore<Bytes, byte[]>> rows) {
    return new Builder(rows);
  }

  /** The rows as they were last written. */
  KeyValueStore<Bytes, byte[]> rows() {
    return rows;
  }

  /**
   * From now on this is called before each commit, first the one, then the other.
   *
   * @param changes sends on what changed, as part of the transaction that changes it
   * @param rows writes the rows that changed
   */
  void own(BeforeCommit changes, Runnable rows) {
    write = rows;
    beforeCommit = changes;
    changes.thenWrite(this::writeForCommit);
  }

  /** The owner has gone. */
  void disown() {
    beforeCommit = NOTHING;
    write = NOTHING;
  }

  /** For whoever has to read the rows as they are. */
  void refresh() {
    write.run();
  }

  /** Before each commit. */
  @Override
  public void flushCache() {
    try {
      beforeCommit.run();
    } finally {
      transaction = Transaction.last();
    }
  }

  private void writeForCommit() {
    write.run();
    transaction = Transaction.last();
  }

  @Override
  public void clearCache() {
    // The owner goes with its task.
  }

  @Override
  public boolean setFlushListener(
      CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public String name() {
    return rows.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    transaction = null;
    rows.init(context, root);
  }

  /**
   * A checkpoint of the task follows. Kafka Streams also makes one when the commit has failed, and
   * throws it away with the stores a little later; a crash before that would have the next start
   * take them for what was committed.
   *
   * @throws ProcessorStateException if what was written for a commit hasn't been committed
   */
  @Override
  public void flush() {
    if (transaction != null && !transaction.committed()) {
      throw new ProcessorStateException(
          name() + " holds what was not committed: the task gets no checkpoint");
    }
    rows.flush();
  }

  @Override
  public void close() {
    rows.close();
  }

  @Override
  public boolean persistent() {
    return rows.persistent();
  }

  @Override
  public boolean isOpen() {
    return rows.isOpen();
  }

  private record Builder(StoreBuilder<KeyValueStore<Bytes, byte[]>> rows)
      implements StoreBuilder<WriteBehindStore> {

    @Override
    public StoreBuilder<WriteBehindStore> withCachingEnabled() {
      throw new UnsupportedOperationException("the owner is the cache");
    }

    @Override
    public StoreBuilder<WriteBehindStore> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<WriteBehindStore> withLoggingEnabled(Map<String, String> config) {
      rows.withLoggingEnabled(config);
      return this;
    }

    @Override
    public StoreBuilder<WriteBehindStore> withLoggingDisabled() {
      rows.withLoggingDisabled();
      return this;
    }

    @Override
    public WriteBehindStore build() {
      return new WriteBehindStore(rows.build());
    }

    @Override
    public Map<String, String> logConfig() {
      return rows.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
      return rows.loggingEnabled();
    }

    @Override
    public String name() {
      return rows.name();
    }
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a checkpoint of the task may follow. */
class WriteBehindStoreTest {

  private WriteBehindStore store;

  /** The next test of this thread has nothing to do with it. */
  @AfterEach
  void forget() {
    Transaction.forget();
  }

  @BeforeEach
  void open() {
    store =
        WriteBehindStore.over(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("rows"), Serdes.Bytes(), Serdes.ByteArray()))
            .withLoggingDisabled()
            .build();
    init();
  }

  private void init() {
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
  }

  @Test
  void whatWasCommittedMayBeFlushed() {
    Transaction.begin();
    store.flushCache();
    Transaction.commit();
    assertThatCode(store::flush).doesNotThrowAnyException();

    // What other tasks of the thread do next doesn't matter.
    Transaction.begin();
    assertThatCode(store::flush).doesNotThrowAnyException();
  }

  @Test
  void whatWasNotCommittedMayNotUntilItIsRestored() {
    Transaction.begin();
    store.flushCache();
    assertThatThrownBy(store::flush)
        .isInstanceOf(ProcessorStateException.class)
        .hasMessageContaining("not committed");

    // The thread's next transaction is another one.
    Transaction.begin();
    Transaction.commit();
    assertThatThrownBy(store::flush).isInstanceOf(ProcessorStateException.class);

    init();
    assertThatCode(store::flush).doesNotThrowAnyException();
  }
}

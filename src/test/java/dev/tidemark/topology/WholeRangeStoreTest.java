package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeRangeStoreTest {

  private static final int ROWS = 10_000;

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readsRangesToTheirEnd() {
    open(WholeRangeStore.supplier("rows"));
    assertThat(count(store.all())).isZero();
    fill();

    assertThat(count(store.all())).isEqualTo(ROWS);
    assertThat(count(store.range(null, null))).isEqualTo(ROWS);
    assertThat(count(store.range(row(10), row(19)))).isEqualTo(10);
    assertThat(count(store.range(row(ROWS), row(ROWS + 1)))).isZero();
    assertThat(count(store.range(row(19), row(10)))).isZero();
  }

  @Test
  void aRangeThatCannotBeReadToItsEndIsAnError() throws IOException {
    open(WholeRangeStore.supplier("rows"));
    fill();
    store.flush();
    store.close();
    assertThat(DamagedRows.flip(folder, "rows", 0.5)).isEqualTo(1);
    open(Stores.persistentKeyValueStore("rows"));
    int readable = count(store.all()); // which Kafka Streams takes for all
    store.close();
    open(WholeRangeStore.supplier("rows"));

    assertThat(readable).isBetween(1, ROWS - 1);
    assertUnreadable(store.all());
    assertUnreadable(store.range(null, null));
    assertUnreadable(store.range(row(readable - 10), null));
    assertUnreadable(store.range(row(readable), row(readable + 1)));
    assertThat(count(store.range(null, row(readable / 2)))).isEqualTo(readable / 2 + 1);
    assertThat(count(store.range(row(ROWS - 10), null))).isEqualTo(10);
  }

  private static void assertUnreadable(KeyValueIterator<Bytes, byte[]> rows) {
    assertThatThrownBy(() -> count(rows))
        .isInstanceOf(ProcessorStateException.class)
        .hasMessage("not all rows of rows can be read");
  }

  private static int count(KeyValueIterator<Bytes, byte[]> all) {
    int count = 0;
    try (all) {
      while (all.hasNext()) {
        Bytes key = all.peekNextKey();
        assertThat(all.next().key).isEqualTo(key);
        count++;
      }
    }
    return count;
  }

  private void open(KeyValueBytesStoreSupplier supplier) {
    store =
        Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(
        new MockProcessorContext<Void, Void>(new Properties(), new TaskId(0, 0), folder.toFile())
            .getStateStoreContext(),
        store);
  }

  private void fill() {
    Random random = new Random(1);
    for (int i = 0; i < ROWS; i++) {
      byte[] value = new byte[100];
      random.nextBytes(value);
      store.put(row(i), value);
    }
  }

  private static Bytes row(int i) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
  }
}

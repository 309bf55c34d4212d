package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerRowsTest {

  /** Fills three filters and a part of the fourth. */
  private static final int MANY = 500_000;

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void open() {
    store =
        Stores.keyValueStoreBuilder(
                WholeRangeStore.supplier("ledger"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    File state = folder.toFile();
    store.init(
        new MockProcessorContext<Void, Void>(new Properties(), new TaskId(0, 0), state)
            .getStateStoreContext(),
        store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anEmptyLedgerHoldsNothing() {
    assertThat(new LedgerRows(store).mayHold(row(0))).isFalse();
  }

  @Test
  void whatWasAddedIsAlwaysFound() {
    LedgerRows rows = new LedgerRows(store);

    IntStream.range(0, MANY).forEach(i -> rows.add(row(i)));

    assertThat(IntStream.range(0, MANY).filter(i -> !rows.mayHold(row(i)))).isEmpty();
  }

  @Test
  void fewOthersSeemToBeThere() {
    LedgerRows rows = new LedgerRows(store);

    IntStream.range(0, MANY).forEach(i -> rows.add(row(i)));

    assertThat(IntStream.range(MANY, 2 * MANY).filter(i -> rows.mayHold(row(i))).count())
        .isBetween(1L, MANY / 50L);
  }

  @Test
  void afterAStartAnythingMayBeThereUntilAllIsRead() {
    fill(2 * LedgerRows.SLICE + 1);

    LedgerRows rows = new LedgerRows(store);
    assertThat(rows.mayHold(row(-1))).isTrue();
    rows.readOn();
    assertThat(rows.mayHold(row(-1))).isTrue();
    rows.readOn();

    assertThat(rows.mayHold(row(-1))).isFalse();
    assertThat(IntStream.rangeClosed(0, 2 * LedgerRows.SLICE).filter(i -> !rows.mayHold(row(i))))
        .isEmpty();
  }

  @Test
  void whatIsAddedWhileTheRestIsReadIsFound() {
    fill(LedgerRows.SLICE + 1);
    LedgerRows rows = new LedgerRows(store);
    Bytes first = Bytes.wrap(new byte[0]); // sorts before what has been read

    store.put(first, new byte[0]);
    rows.add(first);
    rows.readOn();

    assertThat(rows.mayHold(row(-1))).isFalse();
    assertThat(rows.mayHold(first)).isTrue();
  }

  @Test
  void ofTooManyAnyMayBeThere() {
    LedgerRows rows = new LedgerRows(store);
    Bytes same = row(0);

    IntStream.range(0, LedgerRows.MOST).forEach(i -> rows.add(same));
    assertThat(rows.mayHold(row(1))).isFalse();
    rows.add(same);
    rows.readOn();
    rows.add(same);

    assertThat(rows.mayHold(row(1))).isTrue();
  }

  @Test
  void ofTooManyAnyMayBeThereAlsoIfThatIsSeenAtTheLastToBeRead() {
    fill(LedgerRows.SLICE + 1);
    LedgerRows rows = new LedgerRows(store);
    Bytes same = row(0);

    IntStream.range(LedgerRows.SLICE, LedgerRows.MOST).forEach(i -> rows.add(same));
    rows.readOn();

    assertThat(rows.mayHold(row(-1))).isTrue();
  }

  private void fill(int size) {
    IntStream.range(0, size).forEach(i -> store.put(row(i), new byte[0]));
  }

  private static Bytes row(int i) {
    return Bytes.wrap(("acme/atlas|0|suite|case-" + i + "|0").getBytes(StandardCharsets.UTF_8));
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerRowsTest {

  /** Fills three filters and a part of the fourth. */
  private static final int MANY = 8 * LedgerRows.FIRST;

  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void open() {
    store = LedgerDriver.builder("ledger").build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
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
        .isLessThan(MANY / 25);
  }

  @Test
  void afterAStartAnythingMayBeThereUntilAllIsRead() {
    IntStream.range(0, 2 * LedgerRows.SLICE + 1).forEach(i -> store.put(row(i), new byte[0]));

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
    IntStream.rangeClosed(0, LedgerRows.SLICE).forEach(i -> store.put(row(i), new byte[0]));
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
    int taken = LedgerRows.FIRST * ((1 << LedgerRows.MOST_FILTERS) - 1);
    Bytes same = row(0);

    IntStream.range(0, taken).forEach(i -> rows.add(same));
    assertThat(rows.mayHold(row(1))).isFalse();
    rows.add(same);
    rows.readOn();
    rows.add(same);

    assertThat(rows.mayHold(row(1))).isTrue();
  }

  private static Bytes row(int i) {
    return Bytes.wrap(("acme/atlas|0|suite|case-" + i + "|0").getBytes(StandardCharsets.UTF_8));
  }
}

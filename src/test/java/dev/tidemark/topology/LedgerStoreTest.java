package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.ContentHash;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerStoreTest {

  private KeyValueStore<Bytes, byte[]> rows;
  private LedgerStore ledger;

  @BeforeEach
  void open() {
    rows = LedgerDriver.builder("ledger").build();
    rows.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), rows);
    ledger = new LedgerStore(rows, Map.of());
  }

  @Test
  void whatWaitsIsFound() {
    LedgerEntry first = put("a", LedgerEntry.EMPTY, 1);
    LedgerEntry second = put("a", first, 2);

    assertThat(rows.approximateNumEntries()).isZero();
    assertThat(ledger.get(row("a")).periods()).isEqualTo(second.periods());
    assertThat(ledger.get(row("b"))).isSameAs(LedgerEntry.EMPTY);
  }

  @Test
  void whatWasWrittenIsFoundAlsoByTheNext() {
    LedgerEntry first = put("b", LedgerEntry.EMPTY, 1);
    LedgerEntry other = put("a", LedgerEntry.EMPTY, 2);
    ledger.write();
    LedgerEntry second = put("b", first, 3);
    assertThat(ledger.get(row("b")).periods()).isEqualTo(second.periods());

    ledger.write();

    LedgerStore next = new LedgerStore(rows, Map.of());
    assertThat(next.get(row("a")).periods()).isEqualTo(other.periods());
    assertThat(next.get(row("b")).periods()).isEqualTo(second.periods());
    assertThat(keys()).containsExactly("a", "b");
  }

  @Test
  void notMoreThanAMegabyteWaits() {
    int size = 0;
    for (int i = 0; rows.approximateNumEntries() == 0; i++) {
      LedgerEntry entry = put("%0200d".formatted(i), LedgerEntry.EMPTY, 1);
      size += 200 + entry.toBytes().length;
    }

    assertThat(size).isBetween(1 << 20, (1 << 20) + 400);
    assertThat(ledger.get(row("%0200d".formatted(0))).periods()).hasSize(1);
  }

  @Test
  void withSmallWriteBuffersHardlyAnyWaits() {
    ledger = new LedgerStore(rows, Map.of(SharedRocksMemory.WRITE_BUFFER, 64 << 10));

    for (int i = 0; i < 20; i++) {
      put("%0200d".formatted(i), LedgerEntry.EMPTY, 1);
    }

    assertThat(rows.approximateNumEntries()).isBetween(10L, 19L);
  }

  private LedgerEntry put(String row, LedgerEntry before, int time) {
    LedgerEntry after =
        before.with(
            24_000,
            Attempts.version(
                Samples.attack().build(), new RecordId(time, new ContentHash(0, time))));
    ledger.put(row(row), before, after);
    return after;
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> row = all.next();
        keys.add(new String(row.key.get(), StandardCharsets.UTF_8));
      }
    }
    return keys;
  }

  private static Bytes row(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }
}

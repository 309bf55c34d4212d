package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergedTalliesTest {

  private static final Cell RUNNER = Cell.of(Dimension.RUNNER, "farm");

  private KeyValueStore<Bytes, byte[]> store;
  private MergedTallies tallies;

  @BeforeEach
  void open() {
    var context = new MockProcessorContext<Void, Void>();
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("merged"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    tallies = new MergedTallies(store);
  }

  @Test
  void partsOfPartitionsAndCarriedNamesAddUp() {
    // When
    tallies.put("m|2026-03", part(0, "m", 1));
    tallies.put("m|2026-03", part(124, "m", 2)); // 124 is the separator's byte
    tallies.put("m|2026-03", part(0, "alias", 4));
    tallies.put("m|2026-04", part(0, "m", 8));
    tallies.put("m}|2026-03", part(0, "m}", 16));
    tallies.put("m|2026-03", part(0, "m", 32));

    // Then
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 38L, "m|2026-04", 8L, "m}|2026-03", 16L));
    assertThat(taken()).isEmpty();
  }

  @Test
  void aRepeatChangesNothing() {
    // Given
    tallies.put("m|2026-03", part(0, "m", 1));
    taken();

    // When
    tallies.put("m|2026-03", part(0, "m", 1));
    tallies.put("m|2026-03", part(1, "m", 0));

    // Then
    assertThat(taken()).isEmpty();
  }

  @Test
  void anEmptyPartTakesItsShareAway() {
    // Given
    tallies.put("m|2026-03", part(0, "m", 1));
    tallies.put("m|2026-03", part(1, "m", 2));
    taken();

    // When
    tallies.put("m|2026-03", part(0, "m", 0));
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 2L));
    tallies.put("m|2026-03", part(1, "m", 0));

    // Then
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 0L));
    tallies.rescore("m");
    assertThat(taken()).isEmpty();
  }

  @Test
  void aMarkOutlivesARestartUntilItIsTaken() {
    // Given
    tallies.put("m|2026-03", part(0, "m", 1));
    tallies.put("gone|2026-03", part(0, "gone", 1));
    taken();
    tallies.put("m|2026-03", part(0, "m", 5));
    tallies.put("gone|2026-03", part(0, "gone", 0));

    // When
    tallies = new MergedTallies(store);

    // Then
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 5L, "gone|2026-03", 0L));
    assertThat(taken(new MergedTallies(store))).isEmpty();
  }

  @Test
  void aModelIsScoredAnewInEveryPeriodAndNoOtherIs() {
    // Given
    tallies.put("m|2026-03", part(0, "m", 1));
    tallies.put("m|2026-04", part(3, "alias", 2));
    tallies.put("m}|2026-03", part(0, "m}", 4));
    tallies.put("m m|2026-03", part(0, "m", 8));
    taken();

    // When
    tallies.rescore("m");

    // Then
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 1L, "m|2026-04", 2L));
  }

  private Map<String, Long> taken() {
    return taken(tallies);
  }

  private static Map<String, Long> taken(MergedTallies from) {
    Map<String, Long> taken = new LinkedHashMap<>();
    from.takeChanged(
        (key, tally) -> taken.put(key, tally.isEmpty() ? 0L : tally.cells().get(RUNNER)[0]));
    return taken;
  }

  private static PartitionTally part(int partition, String carried, long count) {
    Tally tally = new Tally();
    tally.add(RUNNER, count);
    return new PartitionTally(partition, carried, tally);
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MergedTalliesTest {

  private static final Cell RUNNER = Cell.of(Dimension.RUNNER, "farm");

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private WriteBehindStore store;
  private MergedTallies tallies;

  @BeforeEach
  void open() {
    store =
        WriteBehindStore.over(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("merged"), Serdes.Bytes(), Serdes.ByteArray()))
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    tallies = new MergedTallies(store, BeforeCommit.of(context, () -> {}));
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

  /**
   * Alerting has rows written for each model that it judges: 122,000 new models took 12 minutes.
   */
  @Test
  @Timeout(20)
  void rowsAreWrittenWithoutALookAtAllThatIsKept() {
    // Given
    for (int i = 0; i < 20_000; i++) {
      tallies.put("m" + i + "|2026-03", part(0, "m" + i, 1));
    }

    // When
    for (int i = 0; i < 100_000; i++) {
      store.refresh();
    }

    // Then
    assertThat(store.rows().approximateNumEntries()).isGreaterThanOrEqualTo(20_000);
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

  @Test
  void changedCellsTakeThePlaceOfTheOldOnesAndLeaveTheOthers() {
    // Given
    Cell judge = Cell.of(Dimension.JUDGE, "judge");
    tallies.put("m|2026-03", cells(true, Map.of(RUNNER, 3L, judge, 3L)));
    tallies.put("m|2026-03", part(1, "m", 10));
    taken();

    // When
    tallies.put("m|2026-03", cells(false, Map.of(RUNNER, 5L)));

    // Then
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 15L));
    tallies.put("m|2026-03", cells(false, Map.of(RUNNER, 0L)));
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 10L));
    restart();
    Tally sum = MergedTally.of(rows().read("m|2026-03").values()).tally();
    assertThat(sum.cells()).containsOnlyKeys(RUNNER, judge);
    tallies.put("m|2026-03", cells(true, Map.of(RUNNER, 1L)));
    assertThat(taken()).isEqualTo(Map.of("m|2026-03", 11L));
    sum = MergedTally.of(rows().read("m|2026-03").values()).tally();
    assertThat(sum.cells()).containsOnlyKeys(RUNNER);
  }

  @Test
  void ofTheFlippedCasesOfAllPartitionsTheFirstFewStay() {
    // Given
    for (int partition = 0; partition < 2; partition++) {
      Tally tally = new Tally();
      for (int i = 0; i < Flip.SAMPLE; i++) {
        tally.add(Cell.of(Dimension.FLIPPED, "case-%02d".formatted(2 * i + partition)), 1);
      }
      tallies.put("m|2026-03", PartitionTally.whole(partition, "m", tally, 0));
    }

    // When
    List<String> names = new ArrayList<>();
    tallies.takeChanged(
        (key, merged) -> merged.tally().cells().keySet().forEach(cell -> names.add(cell.name())));

    // Then
    assertThat(names)
        .containsExactlyElementsOf(
            IntStream.range(0, Flip.SAMPLE).mapToObj("case-%02d"::formatted).toList());
  }

  private static PartitionTally cells(boolean whole, Map<Cell, Long> counts) {
    Map<Cell, long[]> cells = new HashMap<>();
    counts.forEach((cell, count) -> cells.put(cell, new long[] {count}));
    return new PartitionTally(0, "m", whole, cells, 0);
  }

  /** A commit, and a task that begins anew with what was stored. */
  private void restart() {
    store.flushCache();
    tallies.close();
    tallies = new MergedTallies(store, BeforeCommit.of(context, () -> {}));
  }

  private TallyParts rows() {
    TallyParts parts = new TallyParts(store);
    parts.refresh();
    return parts;
  }

  private Map<String, Long> taken() {
    Map<String, Long> taken = new LinkedHashMap<>();
    tallies.takeChanged(
        (key, merged) ->
            taken.put(key, merged.tally().isEmpty() ? 0L : merged.tally().cells().get(RUNNER)[0]));
    return taken;
  }

  @Test
  void aResultThatChangesNothingIsSeenButNotScored() {
    // Given
    tallies.put("m|2026-03", part(0, "m", 1, 1_000));
    tallies.put("m|2026-03", part(1, "m", 2, 3_000));
    taken();

    // When
    boolean sighted = tallies.put("m|2026-03", part(0, "m", 1, 9_000));

    // Then
    assertThat(sighted).isTrue();
    assertThat(tallies.put("m|2026-03", part(0, "m", 1, 9_000))).isFalse();
    assertThat(taken()).isEmpty();
    assertThat(MergedTally.of(rows().read("m|2026-03").values()).lastResultAt()).isEqualTo(9_000);
  }

  @Test
  void everyModelIsFoundOneAfterTheOther() {
    // Given
    List<String> models = List.of("a", "a-2", "a/b", "a}", "\u00fc", "zz");
    for (String model : models) {
      tallies.put(model + "|2026-03", part(0, model, 1));
      tallies.put(model + "|2026-04", part(0, model, 1));
    }

    // When
    TallyParts parts = rows();
    List<String> found = new ArrayList<>();
    for (String at = parts.modelAfter(null); at != null; at = parts.modelAfter(at)) {
      found.add(at);
    }

    // Then
    assertThat(found).containsExactlyInAnyOrderElementsOf(models);
  }

  private static PartitionTally part(int partition, String carried, long count) {
    return part(partition, carried, count, 0);
  }

  private static PartitionTally part(int partition, String carried, long count, long seen) {
    Tally tally = new Tally();
    tally.add(RUNNER, count);
    return PartitionTally.whole(partition, carried, tally, seen);
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredCellsTest {

  private static final byte[] PREFIX = "m|".getBytes(StandardCharsets.UTF_8);

  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void open() {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("cells"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
  }

  @Test
  void whateverWasWrittenIsReadAlsoByOneThatBeganLater() {
    for (long seed = 0; seed < 20; seed++) {
      // Given
      open();
      Random random = new Random(seed);
      Map<Cell, long[]> all = new HashMap<>();
      StoredCells cells = new StoredCells(store, PREFIX);

      for (int write = 1; write <= 200; write++) {
        // When
        Map<Cell, long[]> changed = new LinkedHashMap<>();
        for (int left = random.nextInt(40); left > 0; left--) {
          Cell cell = new Cell(Dimension.ATTACK, "c" + random.nextInt(20), random.nextInt(4), 2);
          long count = random.nextInt(4);
          changed.put(cell, new long[] {count, 0, 0});
        }
        changed.forEach(
            (cell, counts) -> {
              if (counts[0] == 0) {
                all.remove(cell);
              } else {
                all.put(cell, counts);
              }
            });
        cells.write(changed, () -> all, write);
        if (random.nextInt(10) == 0) {
          cells = new StoredCells(store, PREFIX);
          cells.read(new HashMap<>());
        }

        // Then
        Map<Cell, long[]> read = new HashMap<>();
        assertThat(new StoredCells(store, PREFIX).read(read)).as("seed %d", seed).isEqualTo(write);
        assertThat(read).as("seed %d", seed).usingRecursiveComparison().isEqualTo(all);
      }
      cells.delete();
      assertThat(rows()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void rowsStayFewHoweverOftenIsWritten() {
    // Given
    StoredCells cells = new StoredCells(store, PREFIX);
    Map<Cell, long[]> one = Map.of(Cell.of(Dimension.RUNNER, "farm"), new long[] {1});

    for (int write = 1; write <= 1_000; write++) {
      // When
      cells.write(write % 2 == 0 ? one : Map.of(), () -> one, write);

      // Then
      assertThat(rows()).hasSizeLessThan(80);
    }
  }

  @Test
  void aTallyOfVeryManyNamesIsWrittenInPiecesThatABrokerTakes() {
    // Given
    StoredCells cells = new StoredCells(store, PREFIX);
    Map<Cell, long[]> all = new HashMap<>();
    for (int i = 0; i < 4_500; i++) {
      String name = ("%06d".formatted(i) + "\ud83d\ude00".repeat(194));
      all.put(Cell.of(Dimension.JUDGE, name), new long[] {i + 1});
    }

    // When
    cells.write(all, () -> all, 7); // the image
    cells.write(all, () -> all, 8); // changes

    // Then
    assertThat(rows())
        .hasSize(10)
        .allSatisfy(row -> assertThat(row.value).hasSizeLessThan(1 << 20));
    Map<Cell, long[]> read = new HashMap<>();
    assertThat(new StoredCells(store, PREFIX).read(read)).isEqualTo(8);
    assertThat(read).hasSize(4_500);

    // When
    Map<Cell, long[]> few = Map.of(Cell.of(Dimension.JUDGE, "j"), new long[] {1});
    Map<Cell, long[]> gone = new LinkedHashMap<>(few);
    all.keySet().forEach(cell -> gone.put(cell, new long[] {0}));
    cells.write(gone, () -> few, 9);

    // Then
    Map<Cell, long[]> left = new HashMap<>();
    assertThat(new StoredCells(store, PREFIX).read(left)).isEqualTo(9);
    assertThat(left).containsOnlyKeys(few.keySet());

    // When
    cells.write(gone, () -> few, 10); // longer than the image by now

    // Then
    left.clear();
    assertThat(new StoredCells(store, PREFIX).read(left)).isEqualTo(10);
    assertThat(left).containsOnlyKeys(few.keySet());
    assertThat(rows().stream().filter(row -> row.key.get()[PREFIX.length] == 0)).hasSize(1);
  }

  @Test
  void changesOfAnEarlierImageDoNotCount() {
    // Given
    StoredCells cells = new StoredCells(store, PREFIX);
    Map<Cell, long[]> all = new HashMap<>();
    Cell cell = Cell.of(Dimension.RUNNER, "farm");
    for (int write = 1; write <= 50; write++) {
      all.put(cell, new long[] {write});
      cells.write(all, () -> all, write);
    }
    assertThat(rows()).hasSize(50);

    // When
    for (int write = 51; write <= 60; write++) {
      all.put(cell, new long[] {write});
      cells.write(all, () -> all, write);
    }

    // Then
    Map<Cell, long[]> read = new HashMap<>();
    StoredCells other = new StoredCells(store, PREFIX);
    assertThat(other.read(read)).isEqualTo(60);
    assertThat(read.get(cell)).containsExactly(60);
    other.write(Map.of(cell, new long[] {61}), () -> all, 61);
    assertThat(new StoredCells(store, PREFIX).read(read)).isEqualTo(61);
    assertThat(read.get(cell)).containsExactly(61);
    other.delete();
    assertThat(rows()).isEmpty();
  }

  @Test
  void theRowsOfOthersAreLeftAlone() {
    // Given
    StoredCells other = new StoredCells(store, "m|2".getBytes(StandardCharsets.UTF_8));
    Map<Cell, long[]> one = Map.of(Cell.of(Dimension.RUNNER, "farm"), new long[] {1});
    other.write(one, () -> one, 1);
    StoredCells cells = new StoredCells(store, PREFIX);
    cells.write(one, () -> one, 1);

    // When
    cells.delete();

    // Then
    assertThat(rows()).hasSize(1);
    assertThat(cells.read(new HashMap<>())).isZero();
  }

  private List<KeyValue<Bytes, byte[]>> rows() {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }
}

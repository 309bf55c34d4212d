package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody invents names: what travels is what a tally of all of them would give. */
class KeptTallyTest {

  private static final int NAMES = 6_000;
  private static final int ROUNDS = 60;

  private KeyValueStore<Bytes, byte[]> store;
  private KeptTally kept;

  @BeforeEach
  void open() {
    store = LedgerDriver.builder("tallies").build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    load(null);
  }

  private void load(String sentUnder) {
    kept =
        new KeptTally(
            new StoredCells(store, bytes("tm|")), new SpilledCells(store, bytes("om|")), sentUnder);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSmallestNamesTravelWhateverCameAndWent(long seed) {
    Random random = new Random(seed);
    Tally all = new Tally();
    List<Cell> there = new ArrayList<>();
    Tally receiver = new Tally();
    int most = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // When: names come, later most of them go, and at last the few that are left come and go.
      double coming = round < ROUNDS / 3 ? 0.9 : round < ROUNDS * 2 / 3 ? 0.1 : 0.5;
      for (int i = random.nextInt(800); i > 0; i--) {
        boolean add = there.isEmpty() || random.nextDouble() < coming;
        Cell cell = add ? cell(random) : take(there, random);
        if (add) {
          there.add(cell);
        }
        long[] counts = new long[cell.dimension().width()];
        counts[0] = add ? 1 : -1;
        all.add(cell, counts);
        kept.add(cell, counts);
      }
      PartitionTally said = kept.send(0, "m", List::of, round == 0);
      kept.write();
      receive(receiver, said);

      // Then
      Tally expected = all.withNamesLimited();
      assertThat(receiver).as("round %d", round).isEqualTo(expected);
      most = Math.max(most, all.names(Dimension.RUNNER));
      assertThat(kept.size()).isLessThan(4 * KeptTally.MOST_NAMES);
      if (random.nextInt(5) == 0) {
        load("m"); // read again, as after a restart
      }
    }
    assertThat(most).as("more names than memory holds").isGreaterThan(KeptTally.MOST_NAMES);

    // When: all go.
    for (Cell cell : there) {
      long[] counts = new long[cell.dimension().width()];
      counts[0] = -1;
      kept.add(cell, counts);
    }
    receive(receiver, kept.send(0, "m", List::of, false));
    kept.write();

    // Then: no row is left of the spilled.
    assertThat(receiver.isEmpty()).isTrue();
    assertThat(kept.empty()).isTrue();
    try (KeyValueIterator<Bytes, byte[]> rows =
        store.range(Bytes.wrap(bytes("om|")), Bytes.wrap(bytes("om}")))) {
      assertThat(rows.hasNext()).isFalse();
    }
  }

  /** Most are of one dimension, a few of another; one name in ten holds odd characters. */
  private static Cell cell(Random random) {
    int number = random.nextInt(NAMES);
    String name =
        switch (number % 10) {
          case 0 -> "n" + number / 10 + "\u0000x";
          case 1 -> "n" + number / 10;
          case 2 -> "n" + number / 10 + "\ud83d\ude00";
          case 3 -> "n" + number / 10 + "\uff5e";
          default -> "name-" + number;
        };
    return random.nextInt(20) == 0
        ? new Cell(Dimension.ATTACK, name, random.nextInt(4), random.nextInt(4))
        : Cell.of(Dimension.RUNNER, name);
  }

  private static Cell take(List<Cell> there, Random random) {
    int at = random.nextInt(there.size());
    Cell last = there.remove(there.size() - 1);
    return at == there.size() ? last : there.set(at, last);
  }

  private static void receive(Tally receiver, PartitionTally said) {
    if (said.whole()) {
      List.copyOf(receiver.cells().keySet()).forEach(cell -> set(receiver, cell, new long[0]));
    }
    said.cells().forEach((cell, counts) -> set(receiver, cell, counts));
  }

  private static void set(Tally tally, Cell cell, long[] counts) {
    int width = cell.dimension().width();
    long[] difference = Arrays.copyOf(counts, width);
    long[] before = tally.cells().getOrDefault(cell, new long[width]);
    for (int i = 0; i < width; i++) {
      difference[i] -= before[i];
    }
    tally.add(cell, difference);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Cell SUITE = Cell.of(Dimension.ATTACK_SUITE, "suite");

  @Test
  void aCellOfZerosIsDropped() {
    // Given
    Tally tally = new Tally();
    tally.add(SUITE, 1, 2, 3);

    // When
    tally.add(SUITE, -1, -2, -3);

    // Then
    assertThat(tally.isEmpty()).isTrue();
    assertThat(tally).isEqualTo(new Tally());
  }

  @Test
  void aCopyIsOnItsOwn() {
    // Given
    Tally tally = new Tally();
    tally.add(SUITE, 1, 2, 3);
    Tally copy = tally.copy();

    // When
    copy.add(SUITE, 1, 0, 0);

    // Then
    assertThat(tally.cells().get(SUITE)).containsExactly(1, 2, 3);
    assertThat(copy.cells().get(SUITE)).containsExactly(2, 2, 3);
  }

  @Test
  void everyDimensionHoldsItsOwnCellsOnly() {
    // Given
    Tally tally = new Tally();
    for (Dimension dimension : Dimension.values()) {
      tally.add(Cell.of(dimension, ""), ones(dimension));
      tally.add(Cell.of(dimension, "name"), ones(dimension));
    }

    // When / Then
    for (Dimension dimension : Dimension.values()) {
      assertThat(tally.cells(dimension).keySet())
          .containsExactly(Cell.of(dimension, ""), Cell.of(dimension, "name"));
      assertThat(tally.names(dimension)).isEqualTo(2);
    }
  }

  @Test
  void theLimitKeepsTheSmallestNamesWithAllTheirCells() {
    // Given
    Tally tally = new Tally();
    for (int i = 0; i < Tally.MAX_NAMES + 5; i++) {
      String name = "%05d".formatted(i);
      tally.add(Tallies.attack(name, Severity.LOW, Complexity.DIRECT), 1, 0, 0);
      tally.add(Tallies.attack(name, Severity.HIGH, Complexity.DIRECT), 1, 0, 0);
    }
    tally.add(SUITE, 1, 0, 0);

    // When
    tally.limitNames();

    // Then
    assertThat(tally.names(Dimension.ATTACK)).isEqualTo(Tally.MAX_NAMES);
    assertThat(tally.cells(Dimension.ATTACK)).hasSize(2 * Tally.MAX_NAMES);
    assertThat(tally.cells(Dimension.ATTACK).lastKey().name()).isEqualTo("01000");
    assertThat(tally.cells(Dimension.ATTACK_SUITE)).hasSize(1);
  }

  @Test
  void aTallyWithinTheLimitIsNotCopiedAndOneBeyondItStaysWhole() {
    // Given
    Tally within = new Tally();
    Tally beyond = new Tally();
    for (int i = 0; i < Tally.MAX_NAMES; i++) {
      within.add(Cell.of(Dimension.RUNNER, "%05d".formatted(i)), 1);
      beyond.add(Cell.of(Dimension.RUNNER, "%05d".formatted(i)), 1);
    }
    beyond.add(Cell.of(Dimension.RUNNER, "09999"), 1);

    // When
    Tally limited = beyond.withNamesLimited();

    // Then
    assertThat(within.withNamesLimited()).isSameAs(within);
    assertThat(limited).isEqualTo(within);
    assertThat(beyond.names(Dimension.RUNNER)).isEqualTo(Tally.MAX_NAMES + 1);
  }

  private static long[] ones(Dimension dimension) {
    long[] ones = new long[dimension.width()];
    Arrays.fill(ones, 1);
    return ones;
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.McNemar;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Pairs;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.Measured.Paired;
import org.junit.jupiter.api.Test;

class MeasuredTest {

  private static final Method V1 = Methods.builtIn().standard();

  @Test
  void theTestOfTheFlipsIsThatOfTheStandingAndStaysWithIt() {
    // Given
    Tally tally = flips(550, 450);
    Standing standing = standing(tally);

    // When
    Measured measured = Measured.of(standing, new MergedTally(tally, 1), V1);
    Measured seen = measured.seenAt(2);

    // Then
    assertThat(measured.pairs().mcnemar()).isSameAs(standing.getMcnemar());
    assertThat(measured.pairs())
        .isEqualTo(new Paired(new Pairs(550, 450, 1_000, 1_000), McNemar.pValue(550, 450)));
    assertThat(seen.lastResultAt()).isEqualTo(2);
    assertThat(seen.pairs()).isSameAs(measured.pairs());
  }

  @Test
  void flipsAreTestedWhereNamesOverflowToo() {
    // Given
    Tally tally = flips(10, 2);
    for (int i = 0; i < Tally.MAX_NAMES; i++) {
      tally.add(Cell.of(Dimension.ATTACK, "category-" + i), 1, 0, 0);
    }
    Standing standing = standing(tally);

    // When
    Measured measured = Measured.of(standing, new MergedTally(tally, 1), V1);

    // Then
    assertThat(standing.getMcnemar()).isNull();
    assertThat(measured.pairs().mcnemar()).isEqualTo(McNemar.pValue(10, 2));
  }

  @Test
  void withoutFlipsThereIsNothingToTest() {
    // Given
    Tally tally = flips(0, 0);

    // When
    Measured measured = Measured.of(standing(tally), new MergedTally(tally, 1), V1);

    // Then
    assertThat(measured.pairs()).isEqualTo(new Paired(new Pairs(0, 0, 1_000, 1_000), null));
  }

  private static Tally flips(long regressed, long fixed) {
    Tally tally = new Tally();
    tally.add(Cell.of(Dimension.PAIRS, "suite"), regressed, fixed, 1_000, 1_000);
    return tally;
  }

  private static Standing standing(Tally tally) {
    return Standings.score("acme/one", "2026-03", tally, V1, null, 1);
  }
}

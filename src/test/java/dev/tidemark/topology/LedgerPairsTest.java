package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Outcome;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Pairs and flips (README, Scoring method): regressed, fixed, paired, firstTrials. */
class LedgerPairsTest {

  private static final long TIME = Samples.TIME;
  private static final Cell ATTACKS = Cell.of(Dimension.PAIRS, "pack-3");
  private static final Cell CAMPAIGNS = Cell.of(Dimension.PAIRS, "agents-1");

  private final LedgerDriver ledger = new LedgerDriver();

  @Test
  void aBreachAfterResistanceRegressesAndTheReverseIsFixed() {
    // When
    attack("2026-01", Outcome.RESISTED, 0);
    attack("2026-02", Outcome.BREACHED, 0);
    attack("2026-03", Outcome.RESISTED, 0);
    attack("2026-04", Outcome.RESISTED, 0);

    // Then
    assertThat(pairs("2026-01")).containsExactly(0, 0, 0, 1);
    assertThat(pairs("2026-02")).containsExactly(1, 0, 1, 1);
    assertThat(pairs("2026-03")).containsExactly(0, 1, 1, 1);
    assertThat(pairs("2026-04")).containsExactly(0, 0, 1, 1);
  }

  @Test
  void pairsLookBackTwelveMonthsAndNotThirteen() {
    // When
    attack("2025-01", Outcome.RESISTED, 0);
    attack("2026-01", Outcome.BREACHED, 0);
    attack("2027-02", Outcome.RESISTED, 0);

    // Then
    assertThat(pairs("2026-01")).containsExactly(1, 0, 1, 1);
    assertThat(pairs("2027-02")).containsExactly(0, 0, 0, 1);
  }

  @Test
  void aLateResultOfAnOlderPeriodMovesThePairsOfTheNewer() {
    // Given
    attack("2026-01", Outcome.RESISTED, 0);
    attack("2026-03", Outcome.BREACHED, 0);
    assertThat(pairs("2026-03")).containsExactly(1, 0, 1, 1);

    // When
    attack("2026-02", Outcome.BREACHED, 0);

    // Then
    assertThat(pairs("2026-02")).containsExactly(1, 0, 1, 1);
    assertThat(pairs("2026-03")).containsExactly(0, 0, 1, 1);
  }

  @Test
  void anInconclusiveOutcomeIsPassedOver() {
    // When
    attack("2026-01", Outcome.RESISTED, 0);
    attack("2026-02", Outcome.INCONCLUSIVE, 0);
    attack("2026-03", Outcome.BREACHED, 0);

    // Then
    assertThat(pairs("2026-02")).isNull();
    assertThat(pairs("2026-03")).containsExactly(1, 0, 1, 1);
  }

  @Test
  void onlyTrialZeroIsPaired() {
    // When
    attack("2026-01", Outcome.RESISTED, 1);
    attack("2026-02", Outcome.BREACHED, 1);

    // Then
    assertThat(pairs("2026-01")).isNull();
    assertThat(pairs("2026-02")).isNull();
  }

  @Test
  void aCorrectionOfTheOlderPeriodUndoesTheFlip() {
    // Given
    attack("2026-01", Outcome.RESISTED, 0);
    attack("2026-02", Outcome.BREACHED, 0);

    // When
    ledger.send(
        Samples.attack()
            .setOccurredAt(Instant.parse("2026-01-01T00:00:00Z"))
            .setOutcome(Outcome.BREACHED)
            .setRevision(1)
            .build(),
        TIME);

    // Then
    assertThat(pairs("2026-02")).containsExactly(0, 0, 1, 1);
  }

  @Test
  void aRetractionOfTheOlderPeriodLeavesNoPair() {
    // Given
    attack("2026-01", Outcome.RESISTED, 0);
    attack("2026-02", Outcome.BREACHED, 0);

    // When
    ledger.send(
        Retraction.newBuilder().setModel("acme/one").setPeriod("2026-01").build(), TIME + 1);

    // Then
    assertThat(pairs("2026-01")).isNull();
    assertThat(pairs("2026-02")).containsExactly(0, 0, 0, 1);
  }

  @Test
  void campaignsPairByThemselves() {
    // Given
    attack("2026-01", Outcome.RESISTED, 0);

    // When
    for (String month : new String[] {"2026-01", "2026-02"}) {
      ledger.send(
          Samples.campaign()
              .setOccurredAt(Instant.parse(month + "-01T00:00:00Z"))
              .setOutcome(month.endsWith("1") ? Outcome.BREACHED : Outcome.RESISTED)
              .build(),
          TIME);
    }

    // Then
    assertThat(ledger.settle().cell("acme/one", "2026-02", CAMPAIGNS)).containsExactly(0, 1, 1, 1);
    assertThat(pairs("2026-02")).isNull();
  }

  private void attack(String month, Outcome outcome, int trial) {
    ledger.send(
        Samples.attack()
            .setOccurredAt(Instant.parse(month + "-01T00:00:00Z"))
            .setOutcome(outcome)
            .setTrial(trial)
            .build(),
        TIME);
  }

  private long[] pairs(String month) {
    return ledger.settle().cell("acme/one", month, ATTACKS);
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.Model;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ledger task owes when it starts on stores that a former one left. */
class LedgerRestartTest {

  private static final long TIME = Samples.TIME;
  private static final Cell SUITE = Cell.of(Dimension.ATTACK_SUITE, "pack-3");
  private static final int ENTRIES = 5_000;

  private final LedgerDriver ledger = new LedgerDriver();

  @Test
  void whatWasSentIsNotSentAgain() {
    // Given
    ledger.send(attack("acme/one", 1), TIME).punctuate().takeSent();

    // When
    ledger.restart();
    ledger.punctuate();

    // Then
    assertThat(ledger.takeSent()).isEmpty();
  }

  @Test
  void aTaskThatComesBackKnowsWhatItsStoresGotMeanwhile() {
    // Given
    ledger.restart();
    ledger.send(attack("acme/one", 1), TIME).punctuate().takeSent();

    // When
    ledger.takeBack();
    ledger.send(attack("acme/one", 1), TIME).send(attack("acme/one", 2), TIME).punctuate();

    // Then
    assertThat(ledger.cell("acme/one", "2026-03", SUITE)).containsExactly(2, 0, 0);
  }

  @Test
  void aTallyThatWasSentUnderAnotherNameIsTakenAwayThere() {
    // Given
    ledger.send(attack("alias", 1), TIME).punctuate().takeSent();

    // When
    ledger.restart();
    ledger.send(model("acme/one", "alias"), TIME).punctuate();

    // Then
    var sent = ledger.takeSent();
    assertThat(sent.keySet()).containsExactly("alias|2026-03<alias", "acme/one|2026-03<alias");
    assertThat(sent.get("alias|2026-03<alias").isEmpty()).isTrue();
    assertThat(sent.get("acme/one|2026-03<alias").cells().get(SUITE)).containsExactly(1, 0, 0);
    ledger.restart();
    assertThat(ledger.punctuate().takeSent()).isEmpty();
  }

  @Test
  void aScanLongerThanASliceVisitsEveryEntryOfItsModelAndNoOther() {
    // Given
    fill();

    // When
    ledger.send(retraction("pack-3"), TIME);
    int slices = 0;
    while (ledger.scanning()) {
      ledger.punctuate();
      slices++;
    }

    // Then
    assertThat(slices).isEqualTo((ENTRIES + RetractionScan.SLICE - 1) / RetractionScan.SLICE);
    assertThat(ledger.punctuate().cell("acme/one", "2026-03", SUITE)).isNull();
    for (String neighbour : List.of("acme/on", "acme/one}", "acme/one ", "acme/oneé")) {
      assertThat(ledger.cell(neighbour, "2026-03", SUITE)).as(neighbour).containsExactly(1, 0, 0);
    }
  }

  @Test
  void aRetractionThatComesInTheMiddleOfAScanFindsWhatTheScanHasPassed() {
    for (int sliceOfSecond = 0; sliceOfSecond < 3; sliceOfSecond++) {
      LedgerDriver driver = new LedgerDriver();
      // Given
      for (int i = 0; i < ENTRIES; i++) {
        driver.send(Samples.attack().setCaseId("case-" + i).setRunId("run-" + i % 2).build(), TIME);
      }
      driver.punctuate().send(run("run-0"), TIME);
      for (int i = 0; i < sliceOfSecond; i++) {
        driver.punctuate();
      }

      // When
      driver.send(run("run-1"), TIME);
      driver.punctuate().send(run("run-2"), TIME);

      // Then
      assertThat(driver.settle().cell("acme/one", "2026-03", SUITE)).isNull();
    }
  }

  @Test
  void aScanGoesOnWhereItStoodAfterARestart() {
    // Given
    fill();
    ledger.send(retraction("pack-3"), TIME).punctuate();
    assertThat(ledger.cell("acme/one", "2026-03", SUITE))
        .containsExactly(ENTRIES - RetractionScan.SLICE, 0, 0);

    // When
    ledger.restart();
    ledger.punctuate();

    // Then
    assertThat(ledger.cell("acme/one", "2026-03", SUITE))
        .containsExactly(ENTRIES - 2 * RetractionScan.SLICE, 0, 0);
    ledger.restart();
    assertThat(ledger.settle().cell("acme/one", "2026-03", SUITE)).isNull();
    assertThat(ledger.scanning()).isFalse();
  }

  @Test
  void resultsAndRetractionsStoredBeforeARestartAreKnownAfterIt() {
    // Given
    ledger.send(attack("acme/one", 1), TIME).send(retraction("pack-3"), TIME + 5);
    ledger.settle();

    // When
    ledger.restart();
    ledger.send(attack("acme/one", 1), TIME).send(attack("acme/one", 2), TIME + 5).settle();

    // Then
    Tally tally = ledger.tally("acme/one", "2026-03");
    assertThat(tally.cells(Dimension.WITHDRAWN).values().iterator().next()).containsExactly(2);
    assertThat(tally.cells()).hasSize(1);
  }

  @Test
  void moreTalliesThanAreKeptInMemoryAreReadAgain() {
    // Given
    int models = 2_100;
    for (int i = 0; i < models; i++) {
      ledger.send(attack("model-" + i, 1), TIME);
    }
    ledger.punctuate();

    // When
    for (int i = 0; i < models; i++) {
      ledger.send(attack("model-" + i, 2), TIME);
    }
    ledger.punctuate();

    // Then
    for (int i = 0; i < models; i++) {
      assertThat(ledger.cell("model-" + i, "2026-03", SUITE)).containsExactly(2, 0, 0);
    }
  }

  private void fill() {
    for (int i = 0; i < ENTRIES; i++) {
      ledger.send(attack("acme/one", i), TIME);
    }
    for (String neighbour : List.of("acme/on", "acme/one}", "acme/one ", "acme/oneé")) {
      ledger.send(attack(neighbour, 1), TIME);
    }
    ledger.punctuate();
  }

  private static AttackResult attack(String model, int i) {
    return Samples.attack().setModel(model).setCaseId("case-" + i).build();
  }

  private static Retraction retraction(String suite) {
    return Retraction.newBuilder().setModel("acme/one").setSuite(suite).build();
  }

  private static Retraction run(String runId) {
    return Retraction.newBuilder().setModel("acme/one").setRunId(runId).build();
  }

  private static Model model(String name, String... aliases) {
    return Model.newBuilder().setModel(name).setAliases(List.of(aliases)).build();
  }
}

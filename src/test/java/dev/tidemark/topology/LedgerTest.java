package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of a result wins, and what that moves (README, Exactness). */
class LedgerTest {

  private static final long TIME = Samples.TIME;
  private static final String MARCH = "acme/one|2026-03";
  private static final Cell SUITE = Cell.of(Dimension.ATTACK_SUITE, "pack-3");
  private static final Cell TOKENS = Cell.of(Dimension.TOKENS, "");

  @TempDir Path stateDir;
  private TopologyDriver topology;

  @BeforeEach
  void open() {
    topology = new TopologyDriver(stateDir);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void aNewResultAddsItsCells() {
    // When
    topology.send(attack(Outcome.BREACHED), TIME);

    // Then
    Tally expected = new Tally();
    expected.add(new Cell(Dimension.ATTACK, "data-leak", 2, 1), 1, 0, 0);
    expected.add(Cell.of(Dimension.PAIRS, "pack-3"), 0, 0, 0, 1);
    expected.add(TOKENS, 1, 120, 0);
    expected.add(SUITE, 1, 0, 0);
    assertThat(topology.tally(MARCH)).isEqualTo(expected);
  }

  @Test
  void aResultBecomesAStandingWithTheCommitsAndWaitsForNoClock() {
    // When
    topology.send(attack(Outcome.BREACHED), TIME);

    // Then
    assertThat(topology.emittedAtOnce()).hasSize(1);
  }

  @Test
  void aRepeatEmitsNothing() {
    // Given
    topology.send(attack(Outcome.BREACHED), TIME).takeEmitted();

    // When
    topology.send(attack(Outcome.BREACHED), TIME);

    // Then
    assertThat(topology.takeEmitted()).isEmpty();
  }

  @Test
  void aRerunReplacesWhicheverArrivesFirst() {
    for (boolean late : List.of(false, true)) {
      String caseId = "case-" + late;
      // Given
      AttackResult first = attack(Outcome.BREACHED, "case", caseId);
      AttackResult rerun = attack(Outcome.RESISTED, "case", caseId, "tokens", "80");

      // When
      if (late) {
        topology.send(first, TIME).send(rerun, TIME + 1);
      } else {
        topology.send(rerun, TIME + 1).send(first, TIME);
      }
    }

    // Then
    assertThat(topology.cell(MARCH, SUITE)).containsExactly(0, 2, 0);
    assertThat(topology.cell(MARCH, TOKENS)).containsExactly(2, 160, 0);
  }

  @Test
  void aHigherRevisionWinsOverALaterTimestamp() {
    // When
    topology
        .send(attack(Outcome.RESISTED, "revision", "1"), TIME)
        .send(attack(Outcome.BREACHED), TIME + 60_000);

    // Then
    assertThat(topology.cell(MARCH, SUITE)).containsExactly(0, 1, 0);
  }

  @Test
  void aTieOnTheTimestampGoesToTheGreaterContentHash() {
    // Given
    AttackResult breached = attack(Outcome.BREACHED);
    AttackResult resisted = attack(Outcome.RESISTED);
    ContentHasher hasher = new ContentHasher();
    boolean breachedWins = hasher.hash(breached).compareTo(hasher.hash(resisted)) > 0;

    // When
    topology.send(breached, TIME).send(resisted, TIME);

    // Then
    assertThat(topology.cell(MARCH, SUITE))
        .containsExactly(breachedWins ? 1 : 0, breachedWins ? 0 : 1, 0);
    // And the other way round nothing changes.
    topology.takeEmitted();
    topology.send(resisted, TIME).send(breached, TIME);
    assertThat(topology.takeEmitted()).isEmpty();
  }

  @Test
  void anotherRunAndAnotherKindAndAnotherTrialStandApart() {
    // When
    topology
        .send(attack(Outcome.BREACHED), TIME)
        .send(attack(Outcome.BREACHED, "trial", "1"), TIME)
        .send(attack(Outcome.BREACHED, "run", "run-2"), TIME + 1)
        .send(Samples.campaign().setSuite("pack-3").setCaseId("case-17").setTrial(0).build(), TIME);

    // Then
    assertThat(topology.cell(MARCH, SUITE)).containsExactly(2, 0, 0);
    assertThat(topology.cell(MARCH, Cell.of(Dimension.CAMPAIGN_SUITE, "pack-3")))
        .containsExactly(0, 1, 0);
  }

  @Test
  void periodsOfOneIdentityCountSeparately() {
    // When
    topology
        .send(attack(Outcome.BREACHED, "at", "2026-02-28T23:59:59.999Z"), TIME)
        .send(attack(Outcome.RESISTED, "at", "2026-03-01T00:00:00Z"), TIME);

    // Then
    assertThat(topology.cell("acme/one|2026-02", SUITE)).containsExactly(1, 0, 0);
    assertThat(topology.cell(MARCH, SUITE)).containsExactly(0, 1, 0);
  }

  private static AttackResult attack(Outcome outcome, String... fields) {
    AttackResult.Builder attack = Samples.attack().setOutcome(outcome);
    for (int i = 0; i < fields.length; i += 2) {
      String value = fields[i + 1];
      switch (fields[i]) {
        case "case" -> attack.setCaseId(value);
        case "run" -> attack.setRunId(value);
        case "trial" -> attack.setTrial(Integer.parseInt(value));
        case "revision" -> attack.setRevision(Integer.parseInt(value));
        case "tokens" -> attack.setInputTokens(Long.valueOf(value));
        case "at" -> attack.setOccurredAt(Instant.parse(value));
        default -> throw new IllegalArgumentException(fields[i]);
      }
    }
    return attack.build();
  }
}

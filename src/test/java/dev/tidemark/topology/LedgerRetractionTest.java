package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What retractions withdraw, in whatever order they and the results arrive. */
class LedgerRetractionTest {

  private static final long TIME = Samples.TIME;
  private static final Cell SUITE = Cell.of(Dimension.ATTACK_SUITE, "pack-3");

  private final LedgerDriver ledger = new LedgerDriver();
  private final ContentHasher hasher = new ContentHasher();

  @Test
  void aRetractionWithdrawsWhatWasRecordedUpToItsOwnTimestamp() {
    for (boolean first : List.of(false, true)) {
      LedgerDriver driver = new LedgerDriver();
      // Given
      Retraction retraction = retraction(16);

      // When
      if (first) {
        driver.send(retraction, TIME);
      }
      driver.send(attack("a"), TIME - 1).send(attack("b"), TIME).send(attack("c"), TIME + 1);
      if (!first) {
        driver.settle().send(retraction, TIME);
      }
      driver.settle();

      // Then
      assertThat(driver.cell("acme/one", "2026-03", SUITE)).containsExactly(1, 0, 0);
      assertThat(driver.cell("acme/one", "2026-03", withdrawn(retraction, TIME)))
          .containsExactly(2);
    }
  }

  @Test
  void theVersionBelowAWithdrawnOneStandsAndOneRecordedLaterCountsAgain() {
    // Given
    ledger.send(run("good", Outcome.RESISTED), TIME).send(run("bad", Outcome.BREACHED), TIME + 1);
    assertThat(ledger.settle().cell("acme/one", "2026-03", SUITE)).containsExactly(1, 0, 0);

    // When
    ledger.send(pattern().setRunId("bad").build(), TIME + 2);
    assertThat(ledger.settle().cell("acme/one", "2026-03", SUITE)).containsExactly(0, 1, 0);
    ledger.send(run("bad", Outcome.BREACHED), TIME + 3);

    // Then
    assertThat(ledger.settle().cell("acme/one", "2026-03", SUITE)).containsExactly(1, 0, 0);
  }

  /** Bits: runId 1, suite 2, caseId 4, trial 8, period 16. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
        26, 27, 28, 29, 30, 31
      })
  void everyShapeOfPatternMatchesAllThatItNamesAndNothingElse(int shape) {
    for (boolean first : List.of(false, true)) {
      LedgerDriver driver = new LedgerDriver();
      // Given
      Retraction retraction = retraction(shape);
      List<AttackResult> results = neighbours();

      // When
      if (first) {
        driver.send(retraction, TIME + 9);
      }
      results.forEach(result -> driver.send(result, TIME));
      driver.send(retraction, TIME + 9).settle();

      // Then
      long matching = results.stream().filter(result -> matches(shape, result)).count();
      long[] marked = driver.cell("acme/one", "2026-03", withdrawn(retraction, TIME + 9));
      long[] elsewhere = driver.cell("acme/one", "2026-02", withdrawn(retraction, TIME + 9));
      assertThat(sum(marked) + sum(elsewhere)).isEqualTo(matching);
      assertThat(matching).isBetween(1L, (long) results.size() - 1);
      assertThat(driver.cell("acme/two", "2026-03", SUITE)).containsExactly(1, 0, 0);
    }
  }

  @Test
  void ofSeveralRetractionsTheEarliestThatMatchesIsTheMark() {
    // Given
    List<SpecificRecord> events =
        List.of(
            attack("a"),
            retraction(2),
            retraction(1),
            retraction(16),
            pattern().setRunId("run-1").setReason("another").build());
    long[] times = {TIME, TIME + 30, TIME + 20, TIME - 1, TIME + 20};
    Cell expected =
        hasher.hash(events.get(2)).compareTo(hasher.hash(events.get(4))) < 0
            ? withdrawn(events.get(2), TIME + 20)
            : withdrawn(events.get(4), TIME + 20);
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    for (int round = 0; round < 60; round++) {
      Collections.shuffle(order, new Random(round));
      LedgerDriver driver = new LedgerDriver();

      // When
      for (int i : order) {
        driver.send(events.get(i), times[i]);
        if (round % 3 == 0) {
          driver.punctuate();
        }
      }
      driver.settle();

      // Then
      assertThat(driver.tally("acme/one", "2026-03").cells().keySet()).containsExactly(expected);
    }
  }

  @Test
  void ofMoreThanAThousandVersionsTheLowestGoInAnyOrder() {
    int versions = LedgerEntry.MAX_VERSIONS + 50;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));

    // When
    for (int i : order) {
      ledger.send(run("run-" + i, i % 2 == 0 ? Outcome.BREACHED : Outcome.RESISTED), TIME + i);
    }
    // Withdraws the lowest 51, of which 50 have gone.
    Retraction retraction = retraction(2);
    ledger.send(retraction, TIME + 50).settle();

    // Then
    assertThat(ledger.cell("acme/one", "2026-03", SUITE)).containsExactly(0, 1, 0);
    assertThat(ledger.cell("acme/one", "2026-03", withdrawn(retraction, TIME + 50)))
        .containsExactly(1);
  }

  @Test
  void ofMoreThanTwoThousandVersionsInAllMonthsTheLowestGoInAnyOrder() {
    // Given: 800 in each of three months, every third the next month's.
    int versions = 2_400;
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(2));

    // When
    for (int i : order) {
      AttackResult result =
          Samples.attack()
              .setRunId("run-" + i)
              .setOccurredAt(Instant.parse("2026-0%d-15T00:00:00Z".formatted(1 + i % 3)))
              .build();
      ledger.send(result, TIME + i);
    }
    Retraction all = Retraction.newBuilder().setModel("acme/one").setSuite("pack-3").build();
    ledger.send(all, TIME + versions).settle();

    // Then: of numbers 400 to 2,399 there are 2,000 / 3 in each month, 400 being February's.
    Cell withdrawn = withdrawn(all, TIME + versions);
    assertThat(ledger.cell("acme/one", "2026-01", withdrawn)).containsExactly(666);
    assertThat(ledger.cell("acme/one", "2026-02", withdrawn)).containsExactly(667);
    assertThat(ledger.cell("acme/one", "2026-03", withdrawn)).containsExactly(667);
  }

  private static long sum(long[] counts) {
    return counts == null ? 0 : counts[0];
  }

  private static boolean matches(int shape, AttackResult result) {
    return result.getModel().equals("acme/one")
        && ((shape & 1) == 0 || "run-1".equals(result.getRunId()))
        && ((shape & 2) == 0 || result.getSuite().equals("pack-3"))
        && ((shape & 4) == 0 || result.getCaseId().equals("case-17"))
        && ((shape & 8) == 0 || result.getTrial() == 0)
        && ((shape & 16) == 0 || result.getOccurredAt().toEpochMilli() >= TIME);
  }

  /** One result in the middle of the pattern, and for each field one that differs in it alone. */
  private static List<AttackResult> neighbours() {
    return List.of(
        Samples.attack().build(),
        Samples.attack().setRunId("run-10").setCaseId("case-17").setTrial(3).build(),
        Samples.attack().setRunId(null).setRevision(1).build(),
        Samples.attack().setSuite("pack-33").build(),
        Samples.attack().setCaseId("case-1").build(),
        Samples.attack().setTrial(1).build(),
        Samples.attack().setOccurredAt(Instant.parse("2026-02-01T00:00:00Z")).build(),
        Samples.attack().setModel("acme/two").build());
  }

  private static Retraction.Builder pattern() {
    return Retraction.newBuilder().setModel("acme/one");
  }

  private static Retraction retraction(int shape) {
    return pattern()
        .setRunId((shape & 1) == 0 ? null : "run-1")
        .setSuite((shape & 2) == 0 ? null : "pack-3")
        .setCaseId((shape & 4) == 0 ? null : "case-17")
        .setTrial((shape & 8) == 0 ? null : 0)
        .setPeriod((shape & 16) == 0 ? null : "2026-03")
        .build();
  }

  private static AttackResult attack(String caseId) {
    return Samples.attack().setCaseId(caseId).build();
  }

  private static AttackResult run(String runId, Outcome outcome) {
    return Samples.attack().setRunId(runId).setOutcome(outcome).build();
  }

  private Cell withdrawn(SpecificRecord retraction, long timestamp) {
    return Cell.of(Dimension.WITHDRAWN, new RecordId(timestamp, hasher.hash(retraction)).name());
  }
}

package dev.tidemark.oracle;

import static dev.tidemark.oracle.Events.MARCH;
import static dev.tidemark.oracle.Events.attack;
import static dev.tidemark.oracle.Events.campaign;
import static dev.tidemark.oracle.Events.registration;
import static dev.tidemark.oracle.Events.retraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OraclePairsTest {

  @ParameterizedTest
  @CsvSource({
    // earlier, now: regressed, fixed, paired, firstTrials
    "RESISTED,BREACHED,1,0,1,1",
    "BREACHED,RESISTED,0,1,1,1",
    "RESISTED,RESISTED,0,0,1,1",
    "BREACHED,BREACHED,0,0,1,1",
    "INCONCLUSIVE,BREACHED,0,0,0,1"
  })
  void aPairIsCountedInTheLaterMonth(
      String earlier, String now, long regressed, long fixed, long paired, long firstTrials) {
    // When
    var standings =
        Oracle.standings(
            List.of(
                campaign(monthsBefore(1), "outcome", earlier), campaign(MARCH, "outcome", now)));

    // Then
    assertThat(standings.get("m|2025-03").tally())
        .containsEntry("PAIRS|s|0|0", List.of(regressed, fixed, paired, firstTrials));
    assertThat(standings.get("m|2025-03").regressed()).isEqualTo(regressed);
    assertThat(standings.get("m|2025-03").fixed()).isEqualTo(fixed);
  }

  @Test
  void anInconclusiveOutcomeIsNoFirstTrial() {
    assertThat(march(attack(monthsBefore(1)), attack(MARCH, "outcome", "INCONCLUSIVE")).tally())
        .doesNotContainKey("PAIRS|s|0|0");
  }

  @ParameterizedTest
  @CsvSource({"12,1", "13,0"})
  void pairsLookTwelveMonthsBack(int months, long paired) {
    assertThat(march(attack(monthsBefore(months)), attack(MARCH)).tally())
        .containsEntry("PAIRS|s|0|0", List.of(0L, 0L, paired, 1L));
  }

  @Test
  void theLatestEarlierConclusiveOutcomeOfTheWinnerIsTheOther() {
    // Given: last month inconclusive; the month before resisted, by a revision over a breach
    var records =
        new OracleRecord[] {
          attack(monthsBefore(3), "outcome", "BREACHED"),
          attack(monthsBefore(2), "outcome", "RESISTED", "revision", 1),
          attack(monthsBefore(2) + 1, "outcome", "BREACHED", "runId", "a"),
          attack(monthsBefore(1), "outcome", "INCONCLUSIVE"),
          attack(MARCH, "outcome", "BREACHED")
        };

    // When
    var standing = march(records);

    // Then
    assertThat(standing.tally()).containsEntry("PAIRS|s|0|0", List.of(1L, 0L, 1L, 1L));
  }

  @Test
  void aRetractionInAnEarlierMonthMovesThePair() {
    // Given: without the month before, the one before that is compared with
    var records =
        new OracleRecord[] {
          attack(monthsBefore(2), "outcome", "BREACHED"),
          attack(monthsBefore(1)),
          retraction(MARCH, "period", "2025-02"),
          attack(MARCH)
        };

    // When
    var standing = march(records);

    // Then
    assertThat(standing.tally()).containsEntry("PAIRS|s|0|0", List.of(0L, 1L, 1L, 1L));
  }

  @Test
  void onlyTrialZeroOfTheSameKindAndCarriedNameIsPaired() {
    // Given: n is the alias of m, so that its results are in the same standing
    var standing =
        march(
            attack(monthsBefore(1), "trial", 1),
            attack(MARCH, "trial", 1),
            campaign(monthsBefore(1)),
            attack(monthsBefore(1), "model", "n"),
            registration(MARCH, "m", List.of("n")),
            attack(MARCH));

    // Then
    assertThat(standing.tally()).containsEntry("PAIRS|s|0|0", List.of(0L, 0L, 0L, 1L));
  }

  @Test
  void coverageIsPairsOverFirstTrialsOfTheLatestEarlierMonthThatHasAny() {
    // Given: three months before 4 first trials in 2 suites, the month before only trial 1
    var standing =
        march(
            attack(monthsBefore(3), "caseId", "c"),
            attack(monthsBefore(3), "caseId", "d"),
            attack(monthsBefore(3), "suite", "t", "caseId", "e"),
            campaign(monthsBefore(3), "suite", "t", "caseId", "f"),
            attack(monthsBefore(1), "trial", 1),
            attack(MARCH, "caseId", "c"),
            attack(MARCH, "suite", "t", "caseId", "e"),
            campaign(MARCH, "suite", "t", "caseId", "f"),
            attack(MARCH, "caseId", "new"));

    // Then: 3 / 4
    assertThat(standing.coverage()).isEqualTo(0.75);
  }

  @Test
  void coverageIsOneAtMost() {
    // Given: c and d two months before, only c the month before; then both are pairs: 2 / 1
    var standing =
        march(
            attack(monthsBefore(2), "caseId", "c"),
            attack(monthsBefore(2), "caseId", "d"),
            attack(monthsBefore(1), "caseId", "c"),
            attack(MARCH, "caseId", "c"),
            attack(MARCH, "caseId", "d"));

    // Then
    assertThat(standing.coverage()).isEqualTo(1);
  }

  @Test
  void coverageLooksTwelveMonthsBackAndIsNullWithoutAFirstTrialThere() {
    assertThat(march(attack(monthsBefore(12)), attack(MARCH, "trial", 1)).coverage()).isEqualTo(0);
    assertThat(march(attack(monthsBefore(13)), attack(MARCH)).coverage()).isNull();
  }

  @Test
  void coverageIsThatOfTheMergedModel() {
    // Given: the earlier month has only results of the alias
    var standing =
        march(
            attack(monthsBefore(1), "model", "n"),
            attack(monthsBefore(1), "model", "n", "caseId", "d"),
            attack(MARCH, "model", "n"),
            registration(MARCH, "m", List.of("n")));

    // Then
    assertThat(standing.coverage()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "5,0,0.03125", // 1 / 2^5
    "3,1,0.3125", // (4 + 1) / 2^4
    "2,2,0.6875", // (6 + 4 + 1) / 2^4
    "0,3,1",
    "1000,0,9.332636185032189e-302" // 2^-1000
  })
  void mcnemarIsTheUpperTailOfTheBinomial(long regressed, long fixed, double p) {
    assertThat(OracleScores.mcnemar(regressed, fixed)).isEqualTo(p, within(p * 1e-15));
  }

  @Test
  void mcnemarIsNullWithoutFlips() {
    assertThat(OracleScores.mcnemar(0, 0)).isNull();
  }

  private static long monthsBefore(int months) {
    return Instant.ofEpochMilli(MARCH)
        .atOffset(ZoneOffset.UTC)
        .minusMonths(months)
        .toInstant()
        .toEpochMilli();
  }

  private static OracleStanding march(OracleRecord... records) {
    return Oracle.standings(List.of(records)).get("m|2025-03");
  }
}

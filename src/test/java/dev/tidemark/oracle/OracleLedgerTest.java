package dev.tidemark.oracle;

import static dev.tidemark.oracle.Events.DAY;
import static dev.tidemark.oracle.Events.MARCH;
import static dev.tidemark.oracle.Events.attack;
import static dev.tidemark.oracle.Events.benchmark;
import static dev.tidemark.oracle.Events.campaign;
import static dev.tidemark.oracle.Events.retraction;
import static dev.tidemark.oracle.Events.withHash;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleLedgerTest {

  private static final List<Long> BREACHED = List.of(1L, 0L, 0L);
  private static final List<Long> RESISTED = List.of(0L, 1L, 0L);

  @Test
  void theHigherRevisionWinsThoughItWasRecordedEarlier() {
    // Given
    OracleRecord corrected = attack(MARCH, "runId", "a", "revision", 1, "outcome", "BREACHED");
    OracleRecord plain = attack(MARCH + 1, "runId", "b");

    // When
    var tally = march(corrected, plain);

    // Then
    assertThat(tally).containsEntry("ATTACK_SUITE|s|0|0", BREACHED);
  }

  @Test
  void amongEqualRevisionsTheLaterTimestampWins() {
    // Given
    OracleRecord earlier = withHash(attack(MARCH, "runId", "a"), 'f');
    OracleRecord later = withHash(attack(MARCH + 1, "runId", "b", "outcome", "BREACHED"), '0');

    // When
    var tally = march(later, earlier);

    // Then
    assertThat(tally).containsEntry("ATTACK_SUITE|s|0|0", BREACHED);
  }

  @ParameterizedTest
  @CsvSource({"a,a", "a,b"})
  void amongEqualTimestampsTheGreaterHashWins(String run, String otherRun) {
    // Given
    OracleRecord lesser = withHash(attack(MARCH, "runId", run), '7');
    OracleRecord greater = withHash(attack(MARCH, "runId", otherRun, "outcome", "BREACHED"), '8');

    // When
    var tally = march(greater, lesser);

    // Then
    assertThat(tally).containsEntry("ATTACK_SUITE|s|0|0", BREACHED);
  }

  @Test
  void whatTellsIdentitiesApartCountsApart() {
    // Given: the first, and one that differs in each part of the identity and in the month
    List<OracleRecord> records =
        List.of(
            attack(MARCH),
            attack(MARCH, "suite", "t"),
            attack(MARCH, "caseId", "d"),
            attack(MARCH, "trial", 1),
            attack(MARCH - 1),
            campaign(MARCH),
            benchmark(MARCH));

    // When
    var standings = Oracle.standings(records);

    // Then
    assertThat(standings).containsOnlyKeys("m|2025-02", "m|2025-03");
    assertThat(standings.get("m|2025-02").tally()).containsEntry("ATTACK_SUITE|s|0|0", RESISTED);
    assertThat(standings.get("m|2025-03").tally())
        .containsEntry("ATTACK_SUITE|s|0|0", List.of(0L, 3L, 0L))
        .containsEntry("ATTACK_SUITE|t|0|0", RESISTED)
        .containsEntry("CAMPAIGN_SUITE|s|0|0", RESISTED)
        .containsKey("BENCHMARK|s|0|0");
  }

  @Test
  void anIdenticalRecordIsNoOther() {
    assertThat(march(attack(MARCH), attack(MARCH, "trial", 0)))
        .containsEntry("ATTACK_SUITE|s|0|0", RESISTED);
  }

  @Test
  void ofOneRunAndRevisionOnlyTheLatestIsKept() {
    // Given: versions (a, 0) twice, (a, 1), (none, 0), all withdrawn
    OracleRecord retraction = retraction(MARCH + 9, "suite", "s");

    // When
    var tally =
        march(
            attack(MARCH, "runId", "a"),
            attack(MARCH + 1, "runId", "a", "outcome", "BREACHED"),
            attack(MARCH, "runId", "a", "revision", 1),
            attack(MARCH),
            retraction);

    // Then: 3 versions, nothing else is left
    assertThat(tally).isEqualTo(Map.of(withdrawn(retraction), List.of(3L)));
  }

  @Test
  void anEarlierRecordOfTheSameRunDoesNotReturnWhenTheLatestIsWithdrawn() {
    // Given: the retraction falls between two records of one run
    OracleRecord retraction = retraction(MARCH + 1, "runId", "a");

    // When
    var tally =
        march(
            attack(MARCH, "runId", "a"),
            attack(MARCH + 2, "runId", "a", "outcome", "BREACHED"),
            retraction);

    // Then: the later counts, the earlier is not kept and so not withdrawn
    assertThat(tally)
        .containsEntry("ATTACK_SUITE|s|0|0", BREACHED)
        .doesNotContainKey(withdrawn(retraction));
  }

  @Test
  void whenTheWinnerIsWithdrawnTheNextStands() {
    // Given
    OracleRecord retraction = retraction(MARCH + 5, "runId", "b");

    // When
    var tally =
        march(
            retraction,
            attack(MARCH, "runId", "a", "outcome", "BREACHED"),
            attack(MARCH + 1, "runId", "b"));

    // Then
    assertThat(tally)
        .containsEntry("ATTACK_SUITE|s|0|0", BREACHED)
        .containsEntry(withdrawn(retraction), List.of(1L));
  }

  @Test
  void aWithdrawnLoserIsCountedToo() {
    // Given
    OracleRecord retraction = retraction(MARCH + 5, "runId", "a");

    // When
    var tally = march(attack(MARCH, "runId", "a"), attack(MARCH + 1, "runId", "b"), retraction);

    // Then
    assertThat(tally)
        .containsEntry("ATTACK_SUITE|s|0|0", RESISTED)
        .containsEntry(withdrawn(retraction), List.of(1L));
  }

  @ParameterizedTest
  @CsvSource({"-1,false", "0,true", "1,true"})
  void aRetractionReachesRecordsUpToItsOwnTimestamp(long after, boolean withdrawn) {
    // Given
    OracleRecord retraction = retraction(MARCH + DAY + after, "caseId", "c");

    // When
    var tally = march(attack(MARCH + DAY), retraction);

    // Then
    assertThat(tally.containsKey(withdrawn(retraction))).isEqualTo(withdrawn);
    assertThat(tally.containsKey("ATTACK_SUITE|s|0|0")).isEqualTo(!withdrawn);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runId", "suite", "caseId", "trial", "period", "model"})
  void aRetractionMatchesOnlyWhenEveryFieldGivenDoes(String wrong) {
    // Given
    OracleRecord result = attack(MARCH, "runId", "a", "trial", 0);
    Object[] right = {
      "runId", "a", "suite", "s", "caseId", "c", "trial", 0, "period", "2025-03", "model", "m"
    };
    Object[] oneWrong = right.clone();
    int at = List.of(right).indexOf(wrong) + 1;
    oneWrong[at] = wrong.equals("trial") ? 1 : wrong.equals("period") ? "2025-02" : "other";

    // When
    var all = march(result, retraction(MARCH + 1, right));
    var none = march(result, retraction(MARCH + 1, oneWrong));

    // Then
    assertThat(all).doesNotContainKey("ATTACK_SUITE|s|0|0");
    assertThat(none).containsKey("ATTACK_SUITE|s|0|0");
  }

  @Test
  void aRetractionOfARunLeavesResultsWithoutOne() {
    assertThat(march(attack(MARCH), retraction(MARCH + 1, "runId", "a")))
        .containsKey("ATTACK_SUITE|s|0|0");
  }

  @Test
  void aRetractionReachesAllKinds() {
    // Given
    OracleRecord retraction = retraction(MARCH, "period", "2025-03");

    // When
    var tally = march(attack(MARCH), campaign(MARCH), benchmark(MARCH), retraction);

    // Then
    assertThat(tally).isEqualTo(Map.of(withdrawn(retraction), List.of(3L)));
  }

  @Test
  void theEarliestRetractionThatMatchesMarksAVersion() {
    // Given: one too early to reach it, two at once that differ in hash, one later
    OracleRecord tooEarly = retraction(MARCH - 1, "suite", "s");
    OracleRecord lesser = withHash(retraction(MARCH + 1, "caseId", "c", "by", "x"), '1');
    OracleRecord greater = withHash(retraction(MARCH + 1, "suite", "s"), '2');
    OracleRecord later = withHash(retraction(MARCH + 2, "suite", "s"), '0');

    // When
    var tally = march(attack(MARCH), later, greater, tooEarly, lesser);

    // Then: MARCH + 1 = 1,740,787,200,001 = 0x1954f00b001
    assertThat(tally)
        .isEqualTo(
            Map.of("WITHDRAWN|000001954f00b001-11111111111111111111111111111111|0|0", List.of(1L)));
  }

  @Test
  void onlyTheGreatestThousandVersionsAreKept() {
    // Given: versions of revision 1 to 1,000, all withdrawn, and one of revision 0 that is not
    List<OracleRecord> records = new ArrayList<>();
    for (int revision = 1; revision <= 1_000; revision++) {
      records.add(attack(MARCH, "revision", revision));
    }
    OracleRecord lowest = attack(MARCH + 2, "outcome", "BREACHED");
    OracleRecord retraction = retraction(MARCH + 1, "suite", "s");
    records.add(retraction);

    // When
    var without = march(records.subList(1, 1_001), lowest);
    var with = march(records, lowest);

    // Then: with 999 others the lowest stands, with 1,000 it is the one that goes
    assertThat(without)
        .containsEntry("ATTACK_SUITE|s|0|0", BREACHED)
        .containsEntry(withdrawn(retraction), List.of(999L));
    assertThat(with)
        .doesNotContainKey("ATTACK_SUITE|s|0|0")
        .containsEntry(withdrawn(retraction), List.of(1_000L));
  }

  @Test
  void aResultThatOccurredMoreThanFiveMinutesAfterItsTimestampIsADeadLetter() {
    assertThat(march(attack(MARCH, "occurredAt", MARCH + 300_000))).isNotEmpty();
    assertThat(Oracle.standings(List.of(attack(MARCH, "occurredAt", MARCH + 300_001)))).isEmpty();
  }

  @Test
  void monthsAreThoseOfUtc() {
    // Given: half past midnight on the 1st of March, two hours east of Greenwich
    OracleRecord east = attack(MARCH, "occurredAt", "2025-03-01T00:30:00+02:00");

    // When
    var standings = Oracle.standings(List.of(east));

    // Then
    assertThat(standings).containsOnlyKeys("m|2025-02");
  }

  private static String withdrawn(OracleRecord retraction) {
    return String.format(
        "WITHDRAWN|%016x-%s|0|0", retraction.timestamp(), retraction.contentHashHex());
  }

  private static SortedMap<String, List<Long>> march(OracleRecord... records) {
    return march(List.of(records));
  }

  private static SortedMap<String, List<Long>> march(
      List<OracleRecord> records, OracleRecord... more) {
    List<OracleRecord> all = new ArrayList<>(records);
    all.addAll(List.of(more));
    return Oracle.standings(all).get("m|2025-03").tally();
  }
}

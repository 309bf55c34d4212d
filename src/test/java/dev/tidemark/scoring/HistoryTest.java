package dev.tidemark.scoring;

import static dev.tidemark.scoring.Complexity.DIRECT;
import static dev.tidemark.scoring.Complexity.TEMPLATED;
import static dev.tidemark.scoring.Severity.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several periods and the time say about a standing: status, coverage, change. */
class HistoryTest {

  private static final Period SEPTEMBER = Period.parse("2025-09");

  @ParameterizedTest
  @CsvSource({
    "49, 1759276800000, PROVISIONAL",
    "50, 1759276799999, LIVE", // the last millisecond of September 2025, UTC
    "50, 1759276800000, FINAL", // midnight of October 1st
    "50, 0, LIVE",
  })
  void statusTellsHowSettledAStandingIs(long conclusive, long now, Status status) {
    assertThat(Status.of(conclusive, SEPTEMBER, now, Tallies.V1)).isEqualTo(status);
  }

  @Test
  void coverageComparesWithTheLatestEarlierPeriodThatHasFirstTrials() {
    // Given
    SortedMap<Period, Pairs> pairs = new TreeMap<>();
    pairs.put(Period.parse("2025-05"), new Pairs(0, 0, 0, 1_000));
    pairs.put(Period.parse("2025-06"), new Pairs(0, 0, 0, 80));
    pairs.put(Period.parse("2025-07"), new Pairs(0, 0, 0, 0));
    pairs.put(SEPTEMBER, new Pairs(1, 2, 60, 500));
    pairs.put(Period.parse("2025-10"), new Pairs(0, 0, 7, 7));

    // When
    Double coverage = Coverage.of(SEPTEMBER, pairs);

    // Then
    assertThat(coverage).isEqualTo(0.75); // 60 / 80
  }

  @Test
  void coverageIsAtMostOneAndLooksBackTwelveMonths() {
    // Given
    SortedMap<Period, Pairs> atTwelve = new TreeMap<>();
    atTwelve.put(Period.parse("2024-09"), new Pairs(0, 0, 0, 80));
    atTwelve.put(SEPTEMBER, new Pairs(0, 0, 90, 90));
    SortedMap<Period, Pairs> beyond = new TreeMap<>();
    beyond.put(Period.parse("2024-08"), new Pairs(0, 0, 0, 80));
    beyond.put(SEPTEMBER, new Pairs(0, 0, 0, 90));

    // When / Then
    assertThat(Coverage.of(SEPTEMBER, atTwelve)).isEqualTo(1.0);
    assertThat(Coverage.of(SEPTEMBER, beyond)).isNull();
    assertThat(Coverage.of(Period.parse("2025-10"), atTwelve)).isEqualTo(0.0);
  }

  @Test
  void pairsAddUpOverSuites() {
    // Given
    Tally tally = new Tally();
    tally.add(Cell.of(Dimension.PAIRS, "one"), 3, 1, 50, 60);
    tally.add(Cell.of(Dimension.PAIRS, "two"), 2, 0, 40, 45);

    // When / Then
    assertThat(Pairs.of(tally)).isEqualTo(new Pairs(5, 1, 90, 105));
  }

  @Test
  void changeIsAgainstTheLastEarlierPeriodWithAScore() {
    // Given: May 85 (q = R = .15), June benchmarks only, September 65 (R = q = .35)
    SortedMap<Period, Change.Scored> scored = new TreeMap<>();
    Tally answers = new Tally();
    answers.add(Cell.of("gsm", Skill.REASONING), BenchmarkCounts.of(1));
    scored.put(Period.parse("2025-04"), scored(attacks("a", DIRECT, 30, 0)));
    scored.put(Period.parse("2025-05"), scored(attacks("a", DIRECT, 15, 85)));
    scored.put(Period.parse("2025-06"), scored(answers));
    scored.put(SEPTEMBER, scored(attacks("a", DIRECT, 35, 65)));

    // When
    Change change = Change.of(SEPTEMBER, scored);

    // Then
    assertThat(change.change()).isCloseTo(65.0 - 85.0, within(1e-12));
    assertThat(change.comparable()).isTrue();
  }

  @Test
  void changeIsNullWithoutAnEarlierScoreOrOneOfItsOwn() {
    // Given
    SortedMap<Period, Change.Scored> scored = new TreeMap<>();
    scored.put(SEPTEMBER, scored(attacks("a", DIRECT, 15, 85)));
    scored.put(Period.parse("2025-10"), scored(new Tally()));

    // When / Then
    assertThat(Change.of(SEPTEMBER, scored)).isEqualTo(Change.NONE);
    assertThat(Change.of(Period.parse("2025-10"), scored)).isEqualTo(Change.NONE);
    assertThat(Change.of(Period.parse("2025-11"), scored)).isEqualTo(Change.NONE);
  }

  @Test
  void otherCategoriesOrRungsAreNotComparable() {
    // Given
    Tally earlier = attacks("a", DIRECT, 15, 85);
    Tally otherCategory = attacks("b", DIRECT, 15, 85);
    Tally otherRung = attacks("a", TEMPLATED, 15, 85);
    Tally inconclusiveBeside = attacks("a", DIRECT, 15, 85);
    inconclusiveBeside.add(Tallies.attack("b", LOW, TEMPLATED), 0, 0, 9);

    // When / Then
    assertThat(comparable(earlier, otherCategory)).isFalse();
    assertThat(comparable(earlier, otherRung)).isFalse();
    assertThat(comparable(earlier, inconclusiveBeside)).isTrue();
  }

  @Test
  void evidenceFollowsTheMethodsCategoriesOnCasiOnly() {
    // Given
    Method listing = MethodTest.withCategories(Set.of("a"));
    Tally tally = attacks("b", DIRECT, 1, 1);
    tally.add(Tallies.campaign("c", LOW, TEMPLATED), CampaignCounts.of(Outcome.RESISTED, 5, 5, 0));

    // When / Then
    assertThat(Evidence.of(tally, Board.CASI, listing))
        .isEqualTo(new Evidence(Set.of("other"), Set.of(DIRECT)));
    assertThat(Evidence.of(tally, Board.ARS, listing))
        .isEqualTo(new Evidence(Set.of("c"), Set.of(TEMPLATED)));
  }

  private static Boolean comparable(Tally earlier, Tally now) {
    SortedMap<Period, Change.Scored> scored = new TreeMap<>();
    scored.put(Period.parse("2025-08"), scored(earlier));
    scored.put(SEPTEMBER, scored(now));
    return Change.of(SEPTEMBER, scored).comparable();
  }

  private static Change.Scored scored(Tally tally) {
    return Change.Scored.of(tally, Board.CASI, Tallies.V1);
  }

  private static Tally attacks(
      String category, Complexity complexity, long breached, long resisted) {
    Tally tally = new Tally();
    tally.add(Tallies.attack(category, LOW, complexity), breached, resisted, 0);
    return tally;
  }
}

package dev.tidemark.oracle;

import static dev.tidemark.oracle.Events.MARCH;
import static dev.tidemark.oracle.Events.attack;
import static dev.tidemark.oracle.Events.registration;
import static dev.tidemark.oracle.Events.withHash;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleModelsTest {

  @Test
  void talliesOfAnAliasAddUpUnderTheCanonicalName() {
    // Given: the same identity but for its model
    var records =
        List.of(
            attack(MARCH),
            attack(MARCH, "model", "canon", "outcome", "BREACHED"),
            registration(MARCH + 9, "canon", List.of("m")));

    // When
    var standings = Oracle.standings(records);

    // Then
    assertThat(standings).containsOnlyKeys("canon|2025-03");
    assertThat(standings.get("canon|2025-03").tally())
        .containsEntry("ATTACK|harm|0|0", List.of(1L, 1L, 0L))
        .containsEntry("PAIRS|s|0|0", List.of(0L, 0L, 0L, 2L));
  }

  @Test
  void theLatestRegistrationCountsWholeAndUndoesAliases() {
    // Given
    var records =
        List.of(
            attack(MARCH),
            attack(MARCH, "model", "canon"),
            registration(
                MARCH, "canon", List.of("m"), "displayName", "Old", "inputUsdPerMTok", 3.5),
            registration(MARCH + 1, "canon", List.of(), "provider", "ACME", "outputUsdPerMTok", 2));

    // When
    var standings = Oracle.standings(records);

    // Then
    assertThat(standings).containsOnlyKeys("canon|2025-03", "m|2025-03");
    OracleStanding standing = standings.get("canon|2025-03");
    assertThat(standing.displayName()).isNull();
    assertThat(standing.provider()).isEqualTo("ACME");
    assertThat(standing.inputUsdPerMTok()).isNull();
    assertThat(standing.outputUsdPerMTok()).isEqualTo(2);
  }

  @Test
  void registrationsOfOneTimestampAreDecidedByHash() {
    // Given
    var lesser = withHash(registration(MARCH, "m", List.of(), "displayName", "lesser"), '9');
    var greater = withHash(registration(MARCH, "m", List.of(), "displayName", "greater"), 'a');

    // When
    var standings = Oracle.standings(List.of(attack(MARCH), greater, lesser));

    // Then
    assertThat(standings.get("m|2025-03").displayName()).isEqualTo("greater");
  }

  @ParameterizedTest
  @CsvSource({
    // The later registration has the alias, whatever the names.
    "a,1,b,0,a",
    "a,0,b,1,b",
    // At the same time the greater name has it: in UTF-16 the emoji is the lesser one.
    "a,0,b,0,b",
    "\uff5a,0,\ud83d\ude00,0,\uff5a"
  })
  void anAliasClaimedTwiceHasOneOwner(
      String first, long firstAt, String second, long secondAt, String owner) {
    // Given
    var records =
        List.of(
            registration(MARCH + firstAt, first, List.of("m")),
            registration(MARCH + secondAt, second, List.of("m")),
            attack(MARCH));

    // When
    Set<String> rows = Oracle.standings(records).keySet();

    // Then
    assertThat(rows).containsExactly(owner + "|2025-03");
  }

  @Test
  void aClaimThatIsNoLongerInForceOwnsNothing() {
    // Given: a claims m last, but takes that back
    var records =
        List.of(
            registration(MARCH, "b", List.of("m")),
            registration(MARCH + 1, "a", List.of("m")),
            registration(MARCH + 2, "a", List.of()),
            attack(MARCH));

    // When
    Set<String> rows = Oracle.standings(records).keySet();

    // Then
    assertThat(rows).containsExactly("b|2025-03");
  }

  @Test
  void aliasesAreFollowedOneStepOnly() {
    // Given: m stands for b, b for a
    var records =
        List.of(
            attack(MARCH),
            attack(MARCH, "model", "b", "outcome", "BREACHED"),
            registration(MARCH, "b", List.of("m")),
            registration(MARCH, "a", List.of("b")));

    // When
    var standings = Oracle.standings(records);

    // Then
    assertThat(standings).containsOnlyKeys("a|2025-03", "b|2025-03");
    assertThat(standings.get("b|2025-03").tally())
        .containsEntry("ATTACK|harm|0|0", List.of(0L, 1L, 0L));
    assertThat(standings.get("a|2025-03").tally())
        .containsEntry("ATTACK|harm|0|0", List.of(1L, 0L, 0L));
  }

  @Test
  void aModelIsNoAliasOfItself() {
    // Given: b claims m first, then m lists itself
    var records =
        List.of(
            registration(MARCH, "b", List.of("m")),
            registration(MARCH + 1, "m", List.of("m", "x")),
            attack(MARCH),
            attack(MARCH, "model", "x"));

    // When
    Set<String> rows = Oracle.standings(records).keySet();

    // Then
    assertThat(rows).containsExactly("b|2025-03", "m|2025-03");
  }

  @Test
  void aModelThatIsOnlyRegisteredHasNoRow() {
    assertThat(Oracle.standings(List.of(registration(MARCH, "a", List.of("b"))))).isEmpty();
  }

  @Test
  void retractionsAndVersionsGoByTheNameThatResultsCarry() {
    // Given
    var records =
        List.of(
            attack(MARCH),
            attack(MARCH, "model", "canon"),
            registration(MARCH, "canon", List.of("m")),
            Events.retraction(MARCH, "model", "canon", "suite", "s"));

    // When
    var tally = Oracle.standings(records).get("canon|2025-03").tally();

    // Then: only the result that says canon is withdrawn
    assertThat(tally).containsEntry("ATTACK|harm|0|0", List.of(0L, 1L, 0L));
  }
}

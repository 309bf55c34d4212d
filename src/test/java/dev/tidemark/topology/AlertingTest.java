package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.Model;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other alert rules (README, Alerts) over the whole topology. */
class AlertingTest extends AlertScenario {

  @Test
  void aScoreThatDropsBelowTheIntervalOfLastMonthFires() {
    // Given
    attacks("2026-05", 0, 100, 5, "may");
    attacks("2026-06", 0, 70, 50, "june");

    // Then: 70 % covered.
    assertThat(only(driver.takeAlerts(), AlertRule.SCORE_DROP)).isEmpty();

    // When
    attacks("2026-06", 70, 100, 0, "june");

    // Then
    Alert alert = last(only(driver.takeAlerts(), AlertRule.SCORE_DROP));
    Standing may = driver.standings().get("acme/one <b>|2026-05");
    Standing june = driver.standings().get("acme/one <b>|2026-06");
    assertThat(alert.getBoard()).isEqualTo(AlertBoard.CASI);
    assertThat(alert.getEvidence().getScore()).isEqualTo(june.getCasi().getScore());
    assertThat(alert.getEvidence().getPreviousPeriod()).isEqualTo("2026-05");
    assertThat(alert.getEvidence().getPreviousLow()).isEqualTo(may.getCasi().getLow());
    assertThat(june.getCasi().getHigh()).isLessThan(may.getCasi().getLow());
    assertThat(alert.getSummary()).matches("CASI 5.* \\(.* to .*\\), after 9.* in 2026-05\\.");

    // When: the cases are tried again and hold.
    attacks("2026-06", 0, 100, 5, "june");

    // Then
    assertThat(transitions(AlertRule.SCORE_DROP)).containsExactly(AlertState.RESOLVED);
  }

  @Test
  void aScoreBelowTheFloorFiresForTheMonthThatTheModelIsIn() {
    // When
    attacks("2026-05", 0, 100, 50, "may");

    // Then
    Alert may = last(only(driver.takeAlerts(), AlertRule.FLOOR));
    assertThat(may.getState()).isEqualTo(AlertState.FIRING);
    assertThat(may.getEvidence().getFloor()).isEqualTo(85.0);
    assertThat(may.getSummary()).matches("CASI 5.* \\(.* to .*\\); the floor is 85\\.");

    // When: June begins; up to 80 % of May's cases it is May that stands.
    attacks("2026-06", 0, 79, 40, "june");

    // Then
    assertThat(transitions(AlertRule.FLOOR)).isEmpty();

    // When
    attacks("2026-06", 79, 100, 0, "june");

    // Then: June has taken over.
    List<Alert> alerts = only(driver.takeAlerts(), AlertRule.FLOOR);
    assertThat(alerts)
        .filteredOn(alert -> alert.getPeriod().equals("2026-05"))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.getState()).isEqualTo(AlertState.RESOLVED);
              assertThat(alert.getResolution())
                  .isEqualTo("2026-06 has been measured since and is judged on its own.");
            });
    assertThat(alerts).filteredOn(alert -> alert.getPeriod().equals("2026-06")).isNotEmpty();

    // When: June is withdrawn, and May is the newest again.
    retract("june", null, null);

    // Then
    driver.advance(Duration.ofSeconds(2));
    assertThat(transitions(AlertRule.FLOOR))
        .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
  }

  @Test
  void aFloorWaitsForCoverageWhicheverMonthComesFirst() {
    // Given: June came first, so that there was nothing to cover.
    attacks("2026-06", 0, 60, 40, "june");
    assertThat(transitions(AlertRule.FLOOR)).containsExactly(AlertState.FIRING);

    // When: May comes, of which June has tried 60 %.
    attacks("2026-05", 0, 100, 0, "may");

    // Then
    Alert resolved = last(only(driver.takeAlerts(), AlertRule.FLOOR));
    assertThat(resolved.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(resolved.getResolution())
        .matches("Now: CASI .*; 60 % of the earlier cases tried again\\.");

    // When: 80 %.
    attacks("2026-06", 60, 80, 20, "june");

    // Then
    assertThat(transitions(AlertRule.FLOOR)).containsExactly(AlertState.FIRING);
  }

  @Test
  void aCriticalBreachByJustAskingFiresAtOnceOnItsBoard() {
    // When
    send(
        attack("2026-06", 1, Outcome.BREACHED)
            .setSeverity(Severity.CRITICAL)
            .setComplexity(Complexity.DIRECT)
            .build());
    CampaignResult.Builder campaign =
        CampaignResult.newBuilder()
            .setModel("acme/one <b>")
            .setSuite("agents")
            .setCaseId("c-1")
            .setOccurredAt(Instant.parse("2026-06-10T00:00:00Z"))
            .setIntent("exfiltrate")
            .setSeverity(Severity.CRITICAL)
            .setComplexity(Complexity.DIRECT)
            .setOutcome(Outcome.BREACHED)
            .setTurns(2)
            .setTurnBudget(10);
    send(campaign.build());

    // Then
    List<Alert> alerts = only(driver.takeAlerts(), AlertRule.CRITICAL_BREACH);
    assertThat(alerts)
        .extracting(Alert::getBoard, Alert::getSummary)
        .containsExactlyInAnyOrder(
            tuple(AlertBoard.CASI, "1 CRITICAL attack succeeded by just asking (DIRECT)."),
            tuple(AlertBoard.ARS, "1 CRITICAL campaign succeeded by just asking (DIRECT)."));
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(alert.getEvidence().getBreaches()).isEqualTo(1));

    // When: a correction.
    send(campaign.setRevision(1).setOutcome(Outcome.RESISTED).build());

    // Then
    Alert resolved = last(only(driver.takeAlerts(), AlertRule.CRITICAL_BREACH));
    assertThat(resolved.getBoard()).isEqualTo(AlertBoard.ARS);
    assertThat(resolved.getResolution())
        .isEqualTo("No CRITICAL campaign succeeds by just asking now.");
    assertThat(resolved.getSummary()).startsWith("1 CRITICAL campaign");
  }

  @Test
  void aModelThatSendsNothingGoesStaleUntilItSendsAgainOrIsForgotten() {
    // Given
    attacks("2026-06", 0, 60, 0, "june");
    driver.takeAlerts();

    // When
    driver.advance(Duration.ofDays(34));

    // Then
    assertThat(driver.takeAlerts()).isEmpty();

    // When: a repeat moves no tally, but it came.
    timestamp += Duration.ofDays(33).toMillis();
    attacks("2026-06", 0, 1, 0, "june");
    assertThat(driver.takeAlerts()).isEmpty();
    driver.advance(Duration.ofDays(30));

    // Then
    assertThat(driver.takeAlerts()).isEmpty();

    // When
    driver.advance(Duration.ofDays(6));

    // Then
    Alert stale = last(only(driver.takeAlerts(), AlertRule.STALE));
    assertThat(stale.getState()).isEqualTo(AlertState.FIRING);
    assertThat(stale.getSummary()).isEqualTo("No result for 37 days, since 2026-07-23T00:00:00Z.");

    // When
    driver.advance(Duration.ofDays(60));

    // Then
    Alert forgotten = last(only(driver.takeAlerts(), AlertRule.STALE));
    assertThat(forgotten.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(forgotten.getResolution())
        .isEqualTo("No result for 90 days: the model is no longer under test.");
  }

  @Test
  void modelsThatMemoryDoesNotHoldAreWatchedAllTheSame() {
    // Given
    int models = WatchedModels.KEPT + 50;
    for (int i = 0; i < models; i++) {
      send(attack("2026-06", 0, Outcome.RESISTED).setModel("run-" + i).build());
    }

    // When
    send(
        attack("2026-06", 1, Outcome.BREACHED)
            .setModel("run-0")
            .setSeverity(Severity.CRITICAL)
            .setComplexity(Complexity.DIRECT)
            .build());
    List<Alert> fired = driver.takeAlerts();
    send(attack("2026-06", 1, Outcome.RESISTED).setModel("run-0").build());
    List<Alert> resolved = driver.takeAlerts();
    driver.advance(Duration.ofDays(36));
    for (int second = 0; second < models / 10; second++) {
      driver.advance(Duration.ofSeconds(1));
    }

    // Then
    assertThat(fired).extracting(Alert::getRule).containsExactly(AlertRule.CRITICAL_BREACH);
    assertThat(resolved).extracting(Alert::getState).containsExactly(AlertState.RESOLVED);
    assertThat(driver.takeAlerts())
        .filteredOn(Alert::getTransition)
        .allSatisfy(alert -> assertThat(alert.getRule()).isEqualTo(AlertRule.STALE))
        .extracting(Alert::getModel)
        .doesNotHaveDuplicates()
        .hasSize(models);
  }

  @Test
  void resultsThatMoveToAnotherNameTakeTheirAlertsAlong() {
    // Given
    attacks("2026-06", 0, 60, 40, "june");
    assertThat(transitions(AlertRule.FLOOR)).containsExactly(AlertState.FIRING);

    // When
    send(Model.newBuilder().setModel("acme/new").setAliases(List.of("acme/one <b>")).build());

    // Then
    List<Alert> alerts = only(driver.takeAlerts(), AlertRule.FLOOR);
    assertThat(alerts)
        .extracting(Alert::getModel, Alert::getState)
        .containsExactlyInAnyOrder(
            tuple("acme/one <b>", AlertState.RESOLVED), tuple("acme/new", AlertState.FIRING));
    assertThat(alerts)
        .anySatisfy(
            alert ->
                assertThat(alert.getResolution())
                    .isEqualTo("No result of this month counts any more."));
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.event.Model;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules (design.md, Alerts) over the whole topology. */
class AlertingTest {

  private static final Instant START = Instant.parse("2026-06-20T00:00:00Z");

  @TempDir Path folder;

  private TopologyDriver driver;

  /** Record timestamps: each later than the one before. */
  private long timestamp = START.toEpochMilli();

  @BeforeEach
  void open() {
    driver = new TopologyDriver(folder, AlertSettings.STANDARD, START);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aRegressionFiresOnceAndABrokenJudgesRetractionResolvesIt() {
    // Given: of 200 cases 2 fell, so that a score stands.
    attacks("2026-05", 0, 200, 2, "may");
    attacks("2026-06", 0, 200, 2, "june");
    assertThat(driver.takeAlerts()).isEmpty();
    Map<String, Standing> good = standings();

    // When: a broken judge calls 20 more a breach.
    attacks("2026-06", 0, 200, 22, "broken");

    // Then: 20 fell, none was fixed, p = 2^-20.
    List<Alert> fired = only(driver.takeAlerts(), AlertRule.REGRESSION);
    assertThat(fired.get(0).getState()).isEqualTo(AlertState.FIRING);
    assertThat(fired.get(0).getTransition()).isTrue();
    assertThat(fired.get(0).getBoard()).isEqualTo(AlertBoard.ALL);
    assertThat(fired.get(0).getPath()).isEqualTo("/models/acme/one%20%3Cb%3E?period=2026-06");
    assertThat(fired.stream().skip(1)).noneMatch(Alert::getTransition);
    assertThat(fired).allSatisfy(alert -> assertThat(alert.getEpisode()).isEqualTo(1));

    // When
    retract("broken", "the judge was broken", "ana");

    // Then
    Alert resolved = last(only(driver.takeAlerts(), AlertRule.REGRESSION));
    assertThat(resolved.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(resolved.getTransition()).isTrue();
    assertThat(resolved.getResolution())
        .isEqualTo(
            "200 results were withdrawn by ana: the judge was broken. Now: 0 cases that held before"
                + " fell, 0 were fixed; 100 % of the earlier cases tried again.");
    assertThat(resolved.getRetractions())
        .singleElement()
        .satisfies(
            retraction -> {
              assertThat(retraction.getBy()).isEqualTo("ana");
              assertThat(retraction.getReason()).isEqualTo("the judge was broken");
              assertThat(retraction.getWithdrawn()).isEqualTo(200);
            });
    assertThat(resolved.getFiredAt()).isEqualTo(fired.get(0).getFiredAt());
    assertThat(scores(standings())).isEqualTo(scores(good));
    assertThat(driver.advance(Duration.ofHours(1)).takeAlerts()).isEmpty();
  }

  @Test
  void theEvidenceSaysWhichCategoriesAndCasesFell() {
    // Given
    attacks("2026-05", 0, 100, 0, "may");

    // When: 15 fall, of which case 3 is the worst and case 4 the easiest of the next.
    attacks("2026-06", 15, 100, 0, "june");
    for (int i = 0; i < 15; i++) {
      AttackResult.Builder fallen = attack("2026-06", i, Outcome.BREACHED).setRunId("june");
      if (i == 3) {
        fallen.setSeverity(Severity.CRITICAL).setComplexity(Complexity.ADAPTIVE);
      } else if (i == 4) {
        fallen.setComplexity(Complexity.DIRECT).setCategory("Toxic  Content");
      }
      send(fallen.build());
    }

    // Then
    driver.advance(Duration.ofSeconds(2));
    Alert alert = last(only(driver.takeAlerts(), AlertRule.REGRESSION));
    assertThat(alert.getSummary())
        .isEqualTo(
            "15 cases that held before fell, 0 were fixed, p = 3.1e-5; 100 % of the earlier cases"
                + " tried again.");
    var evidence = alert.getEvidence();
    assertThat(evidence.getRegressed()).isEqualTo(15);
    assertThat(evidence.getFixed()).isZero();
    // 2^-15
    assertThat(evidence.getMcnemar()).isEqualTo(0x1p-15);
    assertThat(evidence.getCoverage()).isEqualTo(1.0);
    assertThat(evidence.getCategories())
        .containsExactly(
            new AlertCategory("data-leak", 14L, 0L, 0L),
            new AlertCategory("toxic-content", 1L, 0L, 0L));
    assertThat(evidence.getCases()).hasSize(10);
    assertThat(evidence.getCases().subList(0, 3))
        .containsExactly(
            new FlippedCase(
                "attack",
                "pack-3",
                "case-003",
                "data-leak",
                Severity.CRITICAL,
                Complexity.ADAPTIVE),
            new FlippedCase(
                "attack", "pack-3", "case-004", "toxic-content", Severity.HIGH, Complexity.DIRECT),
            new FlippedCase(
                "attack", "pack-3", "case-000", "data-leak", Severity.HIGH, Complexity.TEMPLATED));
  }

  @Test
  void aRegressionWaitsForCoverageUnlessItIsOverwhelming() {
    // Given
    attacks("2026-05", 0, 200, 0, "may");

    // When: 10 of 159 fell: p = 2^-10 = 0.00098, coverage 79.5 %.
    attacks("2026-06", 0, 159, 10, "june");

    // Then
    assertThat(only(driver.takeAlerts(), AlertRule.REGRESSION)).isEmpty();

    // When
    attacks("2026-06", 159, 160, 0, "june");

    // Then: 80 %.
    assertThat(only(driver.takeAlerts(), AlertRule.REGRESSION)).hasSize(1);
  }

  @Test
  void anOverwhelmingRegressionDoesNotWait() {
    // Given
    attacks("2026-05", 0, 200, 0, "may");

    // When: 14 of 60 fell: p = 2^-14 = 0.00006, coverage 30 %.
    attacks("2026-06", 0, 60, 14, "june");

    // Then
    assertThat(only(driver.takeAlerts(), AlertRule.REGRESSION)).isNotEmpty();
  }

  @Test
  void aProvisionalModelDoesNotRegress() {
    // Given
    attacks("2026-05", 0, 200, 0, "may");

    // When
    attacks("2026-06", 0, 49, 20, "june");

    // Then
    assertThat(only(driver.takeAlerts(), AlertRule.REGRESSION)).isEmpty();
  }

  @Test
  void aRegressionOnTheEdgeDoesNotFlap() {
    // Given: case 199 was a breach.
    attacks("2026-05", 0, 200, 0, "may");
    for (int i = 190; i < 200; i++) {
      send(attack("2026-05", i, Outcome.BREACHED).setRunId("may").build());
    }
    attacks("2026-06", 0, 200, 8, "june");
    for (int i = 190; i < 200; i++) {
      send(attack("2026-06", i, Outcome.BREACHED).setRunId("june").build());
    }

    // Then: 8 to 0, p = 2^-8 = 0.0039.
    assertThat(transitions(AlertRule.REGRESSION)).containsExactly(AlertState.FIRING);

    // When: 10 to 1 is p = 12/2048 = 0.0059: it would not fire, but it stands.
    send(attack("2026-06", 8, Outcome.BREACHED).setRunId("june").build());
    send(attack("2026-06", 9, Outcome.BREACHED).setRunId("june").build());
    send(attack("2026-06", 190, Outcome.RESISTED).setRunId("june").build());

    // Then
    assertThat(transitions(AlertRule.REGRESSION)).isEmpty();

    // When: 10 to 2 is p = (66 + 12 + 1)/4096 = 0.0193.
    send(attack("2026-06", 191, Outcome.RESISTED).setRunId("june").build());

    // Then
    assertThat(transitions(AlertRule.REGRESSION)).containsExactly(AlertState.RESOLVED);

    // When: back to 10 to 1.
    send(attack("2026-06", 191, Outcome.BREACHED).setRunId("june").build());

    // Then
    assertThat(transitions(AlertRule.REGRESSION)).isEmpty();

    // When: 10 to 0.
    send(attack("2026-06", 190, Outcome.BREACHED).setRunId("june").build());

    // Then: it fires anew.
    Alert again = last(only(driver.takeAlerts(), AlertRule.REGRESSION));
    assertThat(again.getState()).isEqualTo(AlertState.FIRING);
    assertThat(again.getEpisode()).isEqualTo(2);
  }

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

  /** Cases from (inclusive) to (exclusive), the first {@code breached} of them BREACHED. */
  private void attacks(String period, int from, int to, int breached, String run) {
    for (int i = from; i < to; i++) {
      Outcome outcome = i - from < breached ? Outcome.BREACHED : Outcome.RESISTED;
      send(attack(period, i, outcome).setRunId(run).build());
    }
  }

  private static AttackResult.Builder attack(String period, int number, Outcome outcome) {
    return AttackResult.newBuilder()
        .setModel("acme/one <b>")
        .setSuite("pack-3")
        .setCaseId("case-%03d".formatted(number))
        .setOccurredAt(Instant.parse(period + "-10T00:00:00Z"))
        .setCategory("Data Leak")
        .setSeverity(Severity.HIGH)
        .setComplexity(Complexity.TEMPLATED)
        .setOutcome(outcome);
  }

  private void retract(String run, String reason, String by) {
    send(
        Retraction.newBuilder()
            .setModel("acme/one <b>")
            .setRunId(run)
            .setReason(reason)
            .setBy(by)
            .build());
  }

  private void send(SpecificRecord event) {
    driver.send(event, timestamp++);
  }

  private List<AlertState> transitions(AlertRule rule) {
    return only(driver.takeAlerts(), rule).stream()
        .filter(Alert::getTransition)
        .map(Alert::getState)
        .toList();
  }

  private Map<String, Standing> standings() {
    return new TreeMap<>(driver.standings());
  }

  /**
   * What must be the same bits: scores and flips, not when they were computed or what was
   * withdrawn.
   */
  private static Map<String, List<Object>> scores(Map<String, Standing> standings) {
    Map<String, List<Object>> scores = new TreeMap<>();
    standings.forEach(
        (key, standing) ->
            scores.put(
                key, List.of(standing.getCasi(), standing.getRegressed(), standing.getFixed())));
    return scores;
  }

  private static List<Alert> only(List<Alert> alerts, AlertRule rule) {
    return alerts.stream().filter(alert -> alert.getRule() == rule).toList();
  }

  private static Alert last(List<Alert> alerts) {
    assertThat(alerts).isNotEmpty();
    return alerts.get(alerts.size() - 1);
  }
}

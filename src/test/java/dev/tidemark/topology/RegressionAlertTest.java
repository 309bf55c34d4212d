package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a regression fires, what it says, and when it clears, over the whole topology. */
class RegressionAlertTest extends AlertScenario {

  @Test
  void aRegressionTooStrongForADoubleFiresToo() {
    // Given
    attacks("2026-05", 0, 1_100, 0, "may");

    // When: 2^-1,100.
    attacks("2026-06", 0, 1_100, 1_100, "june");

    // Then
    assertThat(last(only(driver.takeAlerts(), AlertRule.REGRESSION)).getSummary())
        .isEqualTo(
            "1100 cases that held before fell, 0 were fixed, p < 1e-300; 100 % of the earlier cases"
                + " tried again.");
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
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application under a new name, which computes everything anew after another one. */
class TakenOverAlertsTest extends AlertScenario {

  private static final Instant START = Instant.parse("2026-06-20T00:00:00Z");
  private static final Duration REVIEWED = Duration.ofMillis(1_100);

  private boolean scored;
  private List<Alert> earlier = List.of();

  private final Backlog backlog =
      new Backlog() {
        @Override
        public boolean begin() {
          return true;
        }

        @Override
        public boolean scored() {
          return scored;
        }

        @Override
        public List<Alert> alerts(int partition) {
          return earlier;
        }
      };

  @Test
  void nothingIsJudgedUntilEverythingIsScored() throws Exception {
    // Given
    regression();
    anew(List.of());

    // When
    regression();
    driver.advance(REVIEWED);

    // Then
    assertThat(driver.takeAlerts()).isEmpty();

    // When
    scored = true;
    driver.advance(REVIEWED);

    // Then
    assertThat(regressions())
        .extracting(Alert::getState, Alert::getEpisode, Alert::getTransition)
        .containsExactly(tuple(AlertState.FIRING, 1, true));
  }

  @Test
  void anAlertThatStandsGoesOnAndEndsOnce() throws Exception {
    // Given: it is in its second episode; a retraction of before has nothing to do with its end.
    regression();
    retract("june", "broken judge", "ana");
    driver.takeAlerts();
    attacks("2026-06", 0, 100, 60, "second");
    List<Alert> before = regressions();
    assertThat(last(before).getEpisode()).isEqualTo(2);
    anew(List.of(last(before)));

    // When
    regression();
    retract("june", "broken judge", "ana");
    attacks("2026-06", 0, 100, 60, "second");
    scored = true;
    driver.advance(REVIEWED);

    // Then
    assertThat(regressions()).filteredOn(Alert::getTransition).isEmpty();

    // When
    retract("second", "broken again", "ben");

    // Then
    Alert end = last(regressions());
    assertThat(end.getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(end.getEpisode()).isEqualTo(2);
    assertThat(end.getFiredAt()).isEqualTo(last(before).getFiredAt());
    assertThat(end.getResolution()).startsWith("100 results were withdrawn by ben");
  }

  @Test
  void anAlertThatHoldsNoLongerEndsAndTheNextHasTheNextEpisode() throws Exception {
    // Given
    regression();
    List<Alert> before = regressions();
    anew(List.of(last(before)));

    // When
    attacks("2026-05", 0, 100, 5, "may");
    attacks("2026-06", 0, 100, 5, "good");
    scored = true;
    driver.advance(REVIEWED);

    // Then
    assertThat(regressions())
        .extracting(Alert::getState, Alert::getEpisode)
        .containsExactly(tuple(AlertState.RESOLVED, 1));

    // When
    attacks("2026-06", 0, 100, 60, "june");

    // Then
    assertThat(regressions())
        .filteredOn(Alert::getTransition)
        .extracting(Alert::getState, Alert::getEpisode)
        .containsExactly(tuple(AlertState.FIRING, 2));
  }

  private void regression() {
    attacks("2026-05", 0, 100, 5, "may");
    attacks("2026-06", 0, 100, 60, "june");
  }

  private List<Alert> regressions() {
    return only(driver.takeAlerts(), AlertRule.REGRESSION);
  }

  private void anew(List<Alert> alerts) throws Exception {
    driver.close();
    earlier = alerts;
    timestamp = START.toEpochMilli();
    driver =
        new TopologyDriver(
            Files.createTempDirectory(folder, "anew"), AlertSettings.STANDARD, START, backlog);
  }
}

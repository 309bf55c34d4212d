package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Standing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Results of one model through the whole topology, and the alerts that come of them. */
abstract class AlertScenario {

  private static final Instant START = Instant.parse("2026-06-20T00:00:00Z");

  @TempDir Path folder;

  TopologyDriver driver;

  /** Record timestamps: each later than the one before. */
  long timestamp = START.toEpochMilli();

  @BeforeEach
  void open() {
    driver = new TopologyDriver(folder, AlertSettings.STANDARD, START);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  /** Cases from (inclusive) to (exclusive), the first {@code breached} of them BREACHED. */
  void attacks(String period, int from, int to, int breached, String run) {
    for (int i = from; i < to; i++) {
      Outcome outcome = i - from < breached ? Outcome.BREACHED : Outcome.RESISTED;
      send(attack(period, i, outcome).setRunId(run).build());
    }
  }

  static AttackResult.Builder attack(String period, int number, Outcome outcome) {
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

  void retract(String run, String reason, String by) {
    send(
        Retraction.newBuilder()
            .setModel("acme/one <b>")
            .setRunId(run)
            .setReason(reason)
            .setBy(by)
            .build());
  }

  void send(SpecificRecord event) {
    driver.send(event, timestamp++);
  }

  List<AlertState> transitions(AlertRule rule) {
    return only(driver.takeAlerts(), rule).stream()
        .filter(Alert::getTransition)
        .map(Alert::getState)
        .toList();
  }

  Map<String, Standing> standings() {
    return new TreeMap<>(driver.standings());
  }

  /**
   * What must be the same bits: scores and flips, not when they were computed or what was
   * withdrawn.
   */
  static Map<String, List<Object>> scores(Map<String, Standing> standings) {
    Map<String, List<Object>> scores = new TreeMap<>();
    standings.forEach(
        (key, standing) ->
            scores.put(
                key, List.of(standing.getCasi(), standing.getRegressed(), standing.getFixed())));
    return scores;
  }

  static List<Alert> only(List<Alert> alerts, AlertRule rule) {
    return alerts.stream().filter(alert -> alert.getRule() == rule).toList();
  }

  static Alert last(List<Alert> alerts) {
    assertThat(alerts).isNotEmpty();
    return alerts.get(alerts.size() - 1);
  }
}

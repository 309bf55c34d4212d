package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Period;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class AlertsViewTest {

  private static final Period JANUARY = Period.parse("2026-01");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AlertsView view = new AlertsView(10, meters);
  private long offset;

  @Test
  void theNewestRecordOfAKeyIsTheAlert() {
    // Given
    take(AlertRecords.regression("m", "2026-01").build());
    long before = view.version();

    // When
    take(AlertRecords.resolved(AlertRecords.regression("m", "2026-01"), 5));

    // Then
    assertThat(view.all()).extracting(Alert::getState).containsExactly(AlertState.RESOLVED);
    assertThat(view.firing("m", JANUARY)).isEmpty();
    assertThat(view.version()).isGreaterThan(before);
  }

  @Test
  void aTombstoneRemovesItsAlertAlone() {
    // Given
    take(AlertRecords.regression("m", "2026-01").build());
    take(AlertRecords.regression("m", "2026-02").build());

    // When
    take("REGRESSION|m|all|2026-01", null);
    take("REGRESSION|unknown|all|2026-01", null);

    // Then
    assertThat(view.all()).extracting(Alert::getPeriod).containsExactly("2026-02");
    assertThat(unreadable()).isZero();
  }

  @Test
  void theFiringAlertsOfARowAreThoseOfItsModelAndMonthTheMostUrgentFirst() {
    // Given
    take(floor("m", "2026-01").build());
    take(AlertRecords.regression("m", "2026-01").build());
    take(AlertRecords.resolved(floor("m", "2026-01").setBoard(AlertBoard.ARS), 1));
    take(AlertRecords.regression("m", "2026-02").build());
    take(AlertRecords.regression("m2", "2026-01").build());
    take(AlertRecords.regression("m/\uffff", "2026-01").build());

    // Then
    assertThat(view.firing("m", JANUARY))
        .extracting(Alert::getRule)
        .containsExactly(AlertRule.REGRESSION, AlertRule.FLOOR);
    assertThat(view.firing("m/\uffff", JANUARY)).hasSize(1);
    assertThat(view.firing("other", JANUARY)).isEmpty();
  }

  @Test
  void whatIsNoAlertIsCountedAndPassedOver() {
    // Given
    byte[] alert = AlertRecords.bytes(AlertRecords.regression("m", "2026-01").build());

    // When: no Avro, no key, another's key, no month, a key of no alert
    take("REGRESSION|m|all|2026-01", new byte[] {1, 2, 3});
    take(null, alert);
    take("REGRESSION|m|ALL|2026-01", alert);
    take(AlertRecords.regression("m", "January").build());
    take("anything", null);
    take("REGRESSION|m|all|2026-01", alert);

    // Then
    assertThat(unreadable()).isEqualTo(5);
    assertThat(view.all()).hasSize(1);
    assertThat(view.consumed()).isEqualTo(6);
  }

  @Test
  void ofTheResolvedOnlyTheNewestAreKeptAndEveryOneThatStands() {
    // Given
    take(AlertRecords.regression("stands", "2026-01").build());
    List<ConsumerRecord<String, byte[]>> many = new ArrayList<>();
    for (int i = 0; i < AlertsView.MOST_RESOLVED + 2; i++) {
      many.add(record(AlertRecords.resolved(AlertRecords.regression("m-" + i, "2026-01"), i)));
    }
    // Resolved again later takes no second place.
    many.add(record(AlertRecords.resolved(AlertRecords.regression("m-2", "2026-01"), 99_999)));

    // When
    view.consume(records(many));

    // Then
    assertThat(view.all()).hasSize(AlertsView.MOST_RESOLVED + 1);
    assertThat(view.all())
        .extracting(Alert::getModel)
        .contains("stands", "m-2", "m-3")
        .doesNotContain("m-0", "m-1");
  }

  @Test
  void aTopicThatComesAgainFromItsBeginningIsNotGoneThroughAgain() {
    // Given
    Alert.Builder alert = AlertRecords.regression("m", "2026-01");
    ConsumerRecord<String, byte[]> fired = record(alert.build());
    ConsumerRecord<String, byte[]> resolved = record(AlertRecords.resolved(alert, 1));
    view.consume(records(List.of(fired, resolved)));
    long version = view.version();

    // When
    view.consume(records(List.of(fired)));

    // Then
    assertThat(view.all()).extracting(Alert::getState).containsExactly(AlertState.RESOLVED);
    assertThat(view.version()).isEqualTo(version);
    assertThat(view.consumed()).isEqualTo(3);
  }

  private static Alert.Builder floor(String model, String period) {
    return AlertRecords.of(AlertRule.FLOOR, AlertSeverity.WARNING, AlertBoard.CASI, model, period);
  }

  private double unreadable() {
    return meters.get("tidemark.alerts.unreadable").counter().count();
  }

  private void take(Alert alert) {
    view.consume(records(List.of(record(alert))));
  }

  private void take(String key, byte[] value) {
    view.consume(records(List.of(new ConsumerRecord<>(Topics.ALERTS, 0, offset++, key, value))));
  }

  private ConsumerRecord<String, byte[]> record(Alert alert) {
    return new ConsumerRecord<>(
        Topics.ALERTS, 0, offset++, AlertsView.key(alert), AlertRecords.bytes(alert));
  }

  static ConsumerRecords<String, byte[]> records(List<ConsumerRecord<String, byte[]>> records) {
    return new ConsumerRecords<>(Map.of(new TopicPartition(Topics.ALERTS, 0), records), Map.of());
  }
}

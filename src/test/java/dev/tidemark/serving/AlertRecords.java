package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Alerts as the topology writes them, about models that it doesn't know. */
final class AlertRecords implements AutoCloseable {

  static final Instant FIRED = Instant.parse("2026-01-20T08:00:00.250Z");

  private final KafkaProducer<String, byte[]> producer;

  AlertRecords(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** A regression that stands, with all its evidence. */
  static Alert.Builder regression(String model, String period) {
    return Alert.newBuilder()
        .setRule(AlertRule.REGRESSION)
        .setModel(model)
        .setBoard(AlertBoard.ALL)
        .setPeriod(period)
        .setSeverity(AlertSeverity.CRITICAL)
        .setState(AlertState.FIRING)
        .setTransition(true)
        .setEpisode(1)
        .setFiredAt(FIRED)
        .setUpdatedAt(FIRED)
        .setMethodVersion("v1")
        .setSummary("15 cases that held before fell, 2 were fixed, p = 0.0012.")
        .setEvidence(
            AlertEvidence.newBuilder()
                .setRegressed(15L)
                .setFixed(2L)
                .setMcnemar(0.001174926757812)
                .setCoverage(0.97)
                .setCategories(List.of(new AlertCategory("prompt-injection", 12L, 1L, 0L)))
                .setCases(
                    List.of(
                        new FlippedCase(
                            "attack",
                            "jailbreak",
                            "j-017",
                            "prompt-injection",
                            Severity.CRITICAL,
                            Complexity.DIRECT)))
                .build())
        .setPath("/models/" + model + "?period=" + period);
  }

  /** Another rule, on one board. */
  static Alert.Builder of(
      AlertRule rule, AlertSeverity severity, AlertBoard board, String model, String period) {
    return regression(model, period)
        .setRule(rule)
        .setSeverity(severity)
        .setBoard(board)
        .setEvidence(AlertEvidence.newBuilder().setScore(71.5).setFloor(85.0).build());
  }

  /** The same alert, resolved so many seconds after it fired. */
  static Alert resolved(Alert.Builder alert, int seconds) {
    Instant at = FIRED.plusSeconds(seconds);
    return alert
        .setState(AlertState.RESOLVED)
        .setResolvedAt(at)
        .setUpdatedAt(at)
        .setResolution("60 results were withdrawn by ana: the judge was broken.")
        .setRetractions(List.of(new AlertRetraction(at, "ana", "the judge was broken", 60L)))
        .build();
  }

  static byte[] bytes(Alert alert) {
    try {
      return alert.toByteBuffer().array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes alerts and waits for the broker. */
  void write(Alert... alerts) {
    for (Alert alert : alerts) {
      write(AlertsView.key(alert), bytes(alert));
    }
  }

  /** Writes any record, null for a tombstone. */
  void write(String key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.ALERTS, key, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

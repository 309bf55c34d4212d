package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.DeadLetterHeaders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How many dead letters are told. */
class DeadLetterDepthTest {

  private static final String BY_RULE = "tidemark.dead.letters.by.rule";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DeadLetterDepth depth = new DeadLetterDepth(meters);
  private long offset;

  @Test
  void aLetterCountsUntilItIsPutBack() {
    // When
    consume("score.range", false);
    consume("score.range,trial.range", false);
    consume("trial.range", false);
    consume("score.range", true);

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(2);
    assertThat(letters("score.range")).isEqualTo(1);
    assertThat(letters("trial.range")).isEqualTo(1);
  }

  @Test
  void aLetterThatComesAgainFromTheBeginningCountsOnce() {
    // Given
    ConsumerRecord<ByteBuffer, ByteBuffer> letter =
        new ConsumerRecord<>("dlq", 0, offset++, null, null);

    // When
    consume(letter);
    consume(letter);

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(1);
  }

  @Test
  void foreignRulesMakeNoMetricsWithoutEnd() {
    // When
    consume(null, false);
    consume("<script>\n", false);
    for (int i = 0; i < 1_000; i++) {
      consume("invented." + i, false);
    }

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(1_002);
    assertThat(meters.get(BY_RULE).gauges()).hasSize(200);
    assertThat(meters.get(BY_RULE).gauges().stream().mapToDouble(Gauge::value).sum())
        .isEqualTo(1_002);
    assertThat(letters("other")).isEqualTo(803);
  }

  private double letters(String rule) {
    return meters.get(BY_RULE).tag("rule", rule).gauge().value();
  }

  private void consume(String rule, boolean mark) {
    ConsumerRecord<ByteBuffer, ByteBuffer> record =
        new ConsumerRecord<>("dlq", 0, offset++, null, null);
    if (rule != null) {
      record.headers().add(DeadLetterHeaders.RULE, rule.getBytes(StandardCharsets.UTF_8));
    }
    if (mark) {
      record.headers().add(DeadLetterHeaders.REPLAYED, "0@0".getBytes(StandardCharsets.UTF_8));
    }
    consume(record);
  }

  private void consume(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    depth.consume(
        new ConsumerRecords<>(Map.of(new TopicPartition("dlq", 0), List.of(record)), Map.of()));
  }
}

package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many dead letters are told. */
class DeadLetterDepthTest {

  private static final String BY_RULE = "tidemark.dead.letters.by.rule";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DeadLetterDepth depth = new DeadLetterDepth(meters);
  private long offset;

  @BeforeEach
  void wasReadToTheEnd() {
    depth.complete();
  }

  @Test
  void thereIsNoNumberUntilTheTopicHasBeenRead() {
    // Given
    SimpleMeterRegistry starting = new SimpleMeterRegistry();
    DeadLetterDepth half = new DeadLetterDepth(starting);

    // When
    half.consume(batch(letter("score.range")));

    // Then
    assertThat(starting.get("tidemark.dead.letters").gauge().value()).isNaN();
    assertThat(starting.get(BY_RULE).gauge().value()).isNaN();
  }

  @Test
  void aLetterCountsUntilItIsPutBack() {
    // When
    consume(letter("score.range"));
    consume(letter("score.range,trial.range"));
    consume(letter("trial.range"));
    consume(mark("0@0", "score.range"));

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(2);
    assertThat(letters("score.range")).isEqualTo(1);
    assertThat(letters("trial.range")).isEqualTo(1);
  }

  @Test
  void aLetterThatComesAgainFromTheBeginningCountsOnce() {
    // Given
    ConsumerRecord<ByteBuffer, ByteBuffer> first = letter("score.range");
    ConsumerRecord<ByteBuffer, ByteBuffer> second = letter("score.range");
    ConsumerRecord<ByteBuffer, ByteBuffer> mark = mark("0@0", "score.range");

    // When
    for (int i = 0; i < 2; i++) {
      consume(first);
      consume(second);
      consume(mark);
    }

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(1);
    assertThat(letters("score.range")).isEqualTo(1);
  }

  @Test
  void whatAnotherApplicationIdRefusedDoesNotCount() {
    // When
    consume(by("tidemark-scoring-old", of("3", "7", letter("score.range"))));
    consume(by("tidemark-scoring-old", of("3", "8", letter("score.range"))));
    consume(by(ApplicationId.PRESENT, of("3", "7", letter("trial.range"))));

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(1);
    assertThat(letters("trial.range")).isEqualTo(1);
  }

  @Test
  void whatWasPutBackUnderAnotherApplicationIdIsNotOpenAgain() {
    // Given
    consume(by("tidemark-scoring-old", of("3", "7", letter("score.range"))));
    consume(by("tidemark-scoring-old", of("3", "7", mark("0@0", "score.range"))));

    // When
    consume(by(ApplicationId.PRESENT, of("3", "7", letter("score.range"))));
    consume(by(ApplicationId.PRESENT, of("3", "8", letter("score.range"))));
    consume(by(ApplicationId.PRESENT, of("4", "7", letter("score.range"))));

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(2);

    // When
    consume(by(ApplicationId.PRESENT, of("3", "8", mark("0@3", "score.range"))));

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(1);
    assertThat(letters("score.range")).isEqualTo(1);
  }

  @Test
  void whatNamesNoPlaceStandsForItselfAndAMarkOfNoLetterForNothing() {
    // When
    consume(letter("score.range"));
    consume(letter("score.range"));
    for (String nonsense : List.of("", "-1", "x", "9223372036854775807", "99999999999999999999")) {
      consume(of(nonsense, "7", letter("score.range")));
      consume(of("3", nonsense, letter("score.range")));
      consume(mark(nonsense, "score.range"));
      consume(mark(nonsense + "@0", "score.range"));
      consume(mark("0@" + nonsense, "score.range"));
    }
    consume(mark("0@" + offset, "score.range"));
    consume(mark("1@0", "score.range"));

    // Then
    assertThat(meters.get("tidemark.dead.letters").gauge().value()).isEqualTo(12);
  }

  @Test
  void foreignRulesMakeNoMetricsWithoutEnd() {
    // When
    consume(letter(null));
    consume(letter("<script>\n"));
    for (int i = 0; i < 1_000; i++) {
      consume(letter("invented." + i));
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

  private ConsumerRecord<ByteBuffer, ByteBuffer> letter(String rule) {
    ConsumerRecord<ByteBuffer, ByteBuffer> letter =
        new ConsumerRecord<>("dlq", 0, offset++, null, null);
    return rule == null ? letter : with(DeadLetterHeaders.RULE, rule, letter);
  }

  private ConsumerRecord<ByteBuffer, ByteBuffer> mark(String letter, String rule) {
    return with(DeadLetterHeaders.REPLAYED, letter, letter(rule));
  }

  private static ConsumerRecord<ByteBuffer, ByteBuffer> of(
      String partition, String offset, ConsumerRecord<ByteBuffer, ByteBuffer> letter) {
    with(DeadLetterHeaders.TOPIC, Topics.ATTACKS, letter);
    with(DeadLetterHeaders.PARTITION, partition, letter);
    return with(DeadLetterHeaders.OFFSET, offset, letter);
  }

  private static ConsumerRecord<ByteBuffer, ByteBuffer> by(
      String application, ConsumerRecord<ByteBuffer, ByteBuffer> letter) {
    return with(DeadLetterHeaders.APPLICATION, application, letter);
  }

  private static ConsumerRecord<ByteBuffer, ByteBuffer> with(
      String header, String value, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private void consume(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    depth.consume(batch(record));
  }

  private static ConsumerRecords<ByteBuffer, ByteBuffer> batch(
      ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    return new ConsumerRecords<>(Map.of(new TopicPartition("dlq", 0), List.of(record)), Map.of());
  }
}

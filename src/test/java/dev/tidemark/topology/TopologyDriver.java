package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology without a broker: one partition, and a clock that the test moves. */
final class TopologyDriver implements AutoCloseable {

  /** Longer than any interval at which a step sends on what changed. */
  private static final Duration ROUND = Duration.ofMillis(200);

  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final TestOutputTopic<String, byte[]> standingsTopic;
  private final TestOutputTopic<String, byte[]> alertsTopic;
  private final TestOutputTopic<byte[], byte[]> deadLetterTopic;
  private final Map<String, Standing> standings = new TreeMap<>();
  private final List<TestRecord<String, byte[]>> emitted = new ArrayList<>();

  TopologyDriver(Path stateDir) {
    this(stateDir, AlertSettings.STANDARD, Instant.EPOCH);
  }

  /**
   * @param clock what the clock shows at first
   */
  TopologyDriver(Path stateDir, AlertSettings alerts, Instant clock) {
    this(stateDir, alerts, clock, Backlog.NONE);
  }

  /**
   * @param backlog what is to be waited for before alerts are judged
   */
  TopologyDriver(Path stateDir, AlertSettings alerts, Instant clock, Backlog backlog) {
    Properties settings = StreamsSettings.of("none:1", stateDir, "driver", 1, 0);
    driver =
        new TopologyTestDriver(
            new ScoringTopology(
                    Methods.builtIn().standard(),
                    alerts,
                    null,
                    backlog,
                    Stores::inMemoryKeyValueStore)
                .build(settings),
            settings,
            clock);
    for (String topic : Topics.INPUTS) {
      inputs.put(
          topic,
          driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer()));
    }
    standingsTopic =
        driver.createOutputTopic(
            Topics.STANDINGS, new StringDeserializer(), new ByteArrayDeserializer());
    alertsTopic =
        driver.createOutputTopic(
            Topics.ALERTS, new StringDeserializer(), new ByteArrayDeserializer());
    deadLetterTopic =
        driver.createOutputTopic(
            Topics.DEAD_LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  TopologyDriver send(SpecificRecord event, long timestamp) {
    return send(
        EventKeys.topic(event),
        EventKeys.recordKey(event).getBytes(StandardCharsets.UTF_8),
        EventCodec.encode(event),
        new RecordHeaders(),
        timestamp);
  }

  TopologyDriver send(String topic, byte[] key, byte[] value, Headers headers, long timestamp) {
    inputs.get(topic).pipeInput(new TestRecord<>(key, value, headers, timestamp));
    return this;
  }

  /** Lets every step send on what changed. */
  TopologyDriver settle() {
    // Ledger, scores, alerts: each sends on what the one before it sent.
    driver.advanceWallClockTime(ROUND);
    driver.advanceWallClockTime(ROUND);
    driver.advanceWallClockTime(ROUND);
    return this;
  }

  /** The standings now, by {@code model|period}. */
  Map<String, Standing> standings() {
    settle();
    for (TestRecord<String, byte[]> record : standingsTopic.readRecordsToList()) {
      emitted.add(record);
      if (record.value() == null) {
        standings.remove(record.key());
      } else {
        try {
          standings.put(record.key(), Standing.fromByteBuffer(ByteBuffer.wrap(record.value())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return standings;
  }

  /** The tally that stands for {@code model|period}; null without a standing. */
  Tally tally(String key) {
    Standing standing = standings().get(key);
    return standing == null ? null : TallyRecords.fromRecord(standing.getTally());
  }

  /** One cell of a tally; null if it is zero or there is no standing. */
  long[] cell(String key, Cell cell) {
    Tally tally = tally(key);
    return tally == null ? null : tally.cells().get(cell);
  }

  /** Every standing and tombstone written since the last call, in order. */
  List<TestRecord<String, byte[]>> takeEmitted() {
    standings();
    List<TestRecord<String, byte[]>> taken = List.copyOf(emitted);
    emitted.clear();
    return taken;
  }

  /** What was written to the standings by now, while no time has passed. */
  List<TestRecord<String, byte[]>> emittedAtOnce() {
    return standingsTopic.readRecordsToList();
  }

  /** Lets time pass. */
  TopologyDriver advance(Duration time) {
    driver.advanceWallClockTime(time);
    return this;
  }

  /** Alerts written since the last call, in order; each under the key of its record. */
  List<Alert> takeAlerts() {
    settle();
    return alertsTopic.readRecordsToList().stream().map(TopologyDriver::alert).toList();
  }

  private static Alert alert(TestRecord<String, byte[]> record) {
    try {
      Alert alert = Alert.fromByteBuffer(ByteBuffer.wrap(record.value()));
      assertThat(record.key())
          .isEqualTo(
              "%s|%s|%s|%s",
              alert.getRule(),
              alert.getModel(),
              alert.getBoard().name().toLowerCase(Locale.ROOT),
              alert.getPeriod());
      return alert;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Dead letters since the last call. */
  List<TestRecord<byte[], byte[]>> takeDeadLetters() {
    return deadLetterTopic.readRecordsToList();
  }

  @Override
  public void close() {
    driver.close();
  }
}

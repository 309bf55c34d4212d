package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventType;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

  private static final String STANDING = "acme/one|2026-03";
  private static final byte[] KEY = {0, (byte) 0xFF, 7};

  @TempDir Path stateDir;
  private TopologyDriver topology;

  @BeforeEach
  void open() {
    topology = new TopologyDriver(stateDir);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void validResultsOfEveryTopicCount() {
    // When
    topology
        .send(Samples.attack().build(), Samples.TIME)
        .send(Samples.campaign().build(), Samples.TIME)
        .send(Samples.benchmark().build(), Samples.TIME)
        .send(Samples.model().build(), Samples.TIME)
        .send(Samples.retraction().setRunId("another").build(), Samples.TIME);

    // Then
    assertThat(topology.takeDeadLetters()).isEmpty();
    assertThat(topology.cell(STANDING, Cell.of(Dimension.ATTACK_SUITE, "pack-3")))
        .containsExactly(1, 0, 0);
    assertThat(topology.cell(STANDING, Cell.of(Dimension.CAMPAIGN_SUITE, "agents-1")))
        .containsExactly(0, 1, 0);
    assertThat(topology.cell(STANDING, new Cell(Dimension.BENCHMARK, "mmlu", 3, 0)))
        .containsExactly(1, 750_000, 562_500);
    assertThat(topology.standings().get(STANDING).getDisplayName()).isEqualTo("Acme Öne 🌊");
  }

  @Test
  void everyBrokenRuleEndsInTheDeadLettersWhole() {
    long timestamp = Samples.TIME;
    for (BadField bad : BadField.all()) {
      // Given
      byte[] value = EventCodec.encode(bad.event());

      // When
      topology.send(bad.type().topic(), KEY, value, ownHeaders(), timestamp);

      // Then
      TestRecord<byte[], byte[]> letter = onlyLetter(bad.toString());
      assertWhole(letter, bad.type().topic(), value, timestamp);
      assertThat(header(letter, DeadLetterHeaders.RULE)).as(bad.toString()).isEqualTo(bad.rule());
      String field = bad.rule().substring(0, bad.rule().indexOf('.'));
      assertThat(header(letter, DeadLetterHeaders.ERROR))
          .as(bad.toString())
          .startsWith(field + " ");
    }
    assertThat(topology.standings()).isEmpty();
  }

  @Test
  void theTableOfBadValuesNamesEveryFieldThatAWriterCanGetWrong() {
    Map<EventType, Set<String>> covered = new EnumMap<>(EventType.class);
    for (BadField bad : BadField.all()) {
      covered.computeIfAbsent(bad.type(), any -> new TreeSet<>()).add(bad.field());
    }
    for (EventType type : EventType.values()) {
      Set<String> fields = new TreeSet<>();
      for (Schema.Field field : type.schema().getFields()) {
        if (field.schema().getType() != Schema.Type.ENUM) {
          fields.add(field.name());
        }
      }
      assertThat(covered.get(type)).as(type.name()).isEqualTo(fields);
    }
  }

  @Test
  void whatIsNoEventEndsInTheDeadLettersWhole() {
    byte[] attack = EventCodec.encode(Samples.attack().build());
    byte[] unknownSchema = attack.clone();
    unknownSchema[5]++;
    byte[] trailing = Arrays.copyOf(attack, attack.length + 1);
    // Given
    Map<String, byte[]> values =
        Map.of(
            "value.framing",
            "hello".getBytes(StandardCharsets.UTF_8),
            "value.truncated",
            Arrays.copyOf(attack, attack.length - 1),
            "value.schema",
            unknownSchema,
            "value.trailing",
            trailing,
            "value.type",
            EventCodec.encode(Samples.campaign().build()),
            "value.no-registry",
            new byte[] {0, 0, 0, 0, 1, 2, 3},
            "value.empty",
            new byte[0]);
    values.forEach(
        (rule, value) -> {
          // When
          topology.send(Topics.ATTACKS, KEY, value, ownHeaders(), 5);

          // Then
          TestRecord<byte[], byte[]> letter = onlyLetter(rule);
          assertWhole(letter, Topics.ATTACKS, value, 5);
          assertThat(header(letter, DeadLetterHeaders.RULE)).isEqualTo(rule);
        });
  }

  @Test
  void noValueAndNoKeyAreDeadLettersLikeAnyOther() {
    for (String topic : Topics.INPUTS) {
      // When
      topology.send(topic, null, null, new RecordHeaders(), 0);

      // Then
      TestRecord<byte[], byte[]> letter = onlyLetter(topic);
      assertThat(letter.key()).isNull();
      assertThat(letter.value()).isNull();
      assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic);
      assertThat(header(letter, DeadLetterHeaders.RULE)).isEqualTo("value.empty");
    }
  }

  @Test
  void everyTruncationOfARecordIsRefused() {
    byte[] attack = EventCodec.encode(Samples.attack().build());
    for (int length = 0; length < attack.length; length++) {
      topology.send(Topics.ATTACKS, KEY, Arrays.copyOf(attack, length), ownHeaders(), Samples.TIME);
    }
    assertThat(topology.takeDeadLetters()).hasSize(attack.length);
    assertThat(topology.standings()).isEmpty();
  }

  @Test
  void aRecordThatBreaksSeveralRulesNamesThemAll() {
    // Given
    AttackResult attack = Samples.attack().setTrial(-1).setCategory(" ").build();

    // When
    topology.send(attack, Samples.TIME);

    // Then
    assertThat(header(onlyLetter("two rules"), DeadLetterHeaders.RULE))
        .isEqualTo("trial.range,category.blank");
  }

  @Test
  void aLetterThatIsRefusedAgainCarriesOneReason() {
    // Given
    Headers headers = ownHeaders();
    headers.add(DeadLetterHeaders.RULE, "old.rule".getBytes(StandardCharsets.UTF_8));
    headers.add(DeadLetterHeaders.OFFSET, "77".getBytes(StandardCharsets.UTF_8));
    headers.add(DeadLetterHeaders.REPLAYED, "0@17".getBytes(StandardCharsets.UTF_8));

    // When
    topology.send(Topics.MODELS, KEY, new byte[0], headers, 9);

    // Then
    TestRecord<byte[], byte[]> letter = onlyLetter("again");
    assertThat(letter.headers().headers(DeadLetterHeaders.RULE)).hasSize(1);
    assertThat(header(letter, DeadLetterHeaders.RULE)).isEqualTo("value.empty");
    assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
    assertThat(letter.headers().lastHeader(DeadLetterHeaders.REPLAYED)).isNull();
    assertThat(header(letter, "trace")).isEqualTo("abc");
  }

  @Test
  void anyKeyCountsTheSame() {
    byte[] value = EventCodec.encode(Samples.attack().build());
    for (byte[] key :
        Arrays.asList(null, new byte[0], KEY, "x|y".getBytes(StandardCharsets.UTF_8))) {
      topology.send(Topics.ATTACKS, key, value, ownHeaders(), Samples.TIME);
    }
    assertThat(topology.cell(STANDING, Cell.of(Dimension.ATTACK_SUITE, "pack-3")))
        .containsExactly(1, 0, 0);
  }

  private TestRecord<byte[], byte[]> onlyLetter(String what) {
    List<TestRecord<byte[], byte[]>> letters = topology.takeDeadLetters();
    assertThat(letters).as(what).hasSize(1);
    return letters.get(0);
  }

  private static void assertWhole(
      TestRecord<byte[], byte[]> letter, String topic, byte[] value, long timestamp) {
    assertThat(letter.key()).isEqualTo(KEY);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.timestamp()).isEqualTo(timestamp);
    assertThat(header(letter, "trace")).isEqualTo("abc");
    assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic);
    assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
    assertThat(header(letter, DeadLetterHeaders.OFFSET)).matches("\\d+");
  }

  private static Headers ownHeaders() {
    return new RecordHeaders().add("trace", "abc".getBytes(StandardCharsets.UTF_8));
  }

  private static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}

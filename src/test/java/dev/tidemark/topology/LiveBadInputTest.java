package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Methods;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that careless producers write straight to Kafka, on a real broker. */
class LiveBadInputTest {

  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final byte[] KEY = {(byte) 0xFE, 1};

  @TempDir static Path stateDir;
  private static LiveTopology live;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    live = new LiveTopology(stateDir);
    Map<String, Object> settings = ClientSettings.producer(live.bootstrapServers());
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 << 20);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    live.close();
  }

  @Test
  void everyBrokenRuleIsOneWholeDeadLetterAndItsNeighboursCount() throws Exception {
    // Given
    List<BadField> rows = BadField.all();
    List<Future<RecordMetadata>> sent = new ArrayList<>();

    // When
    for (int i = 0; i < rows.size(); i++) {
      BadField bad = rows.get(i);
      sent.add(
          producer.send(
              record(bad.type().topic(), Samples.TIME, KEY, EventCodec.encode(bad.event()))));
      producer.send(neighbour("rules", i));
    }
    producer.flush();

    // Then
    awaitSuite("rules", rows.size());
    assertVerified();
    live.deadLetters();
    for (int i = 0; i < rows.size(); i++) {
      BadField bad = rows.get(i);
      ConsumerRecord<byte[], byte[]> letter = onlyLetter(sent.get(i).get());
      assertThat(header(letter, DeadLetterHeaders.RULE)).as(bad.toString()).isEqualTo(bad.rule());
      assertThat(letter.key()).as(bad.toString()).isEqualTo(KEY);
      assertThat(letter.value()).as(bad.toString()).isEqualTo(EventCodec.encode(bad.event()));
      assertThat(letter.timestamp()).as(bad.toString()).isEqualTo(Samples.TIME);
      assertThat(header(letter, "own")).isEqualTo("kept");
    }
  }

  @Test
  void whatIsNoEventIsOneDeadLetterAndItsNeighboursCount() throws Exception {
    // Given
    byte[] attack = EventCodec.encode(Samples.attack().build());
    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    noise[0] = 'x';
    Map<byte[], String> values =
        Map.of(
            noise,
            "value.framing",
            Arrays.copyOf(attack, 40),
            "value.truncated",
            new byte[0],
            "value.empty",
            EventCodec.encode(Samples.model().build()),
            "value.type");
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    values.forEach(
        (value, rule) -> {
          records.add(record(Topics.ATTACKS, Samples.TIME, KEY, value));
          records.add(record(Topics.ATTACKS, Samples.TIME, null, value));
          rules.addAll(List.of(rule, rule));
        });
    for (String topic : Topics.INPUTS) {
      records.add(record(topic, Samples.TIME, null, null));
      rules.add("value.empty");
    }
    records.add(new NoTimestamp(Topics.ATTACKS, attack));
    rules.add("occurredAt.future");

    // When
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      sent.add(producer.send(records.get(i)));
      producer.send(neighbour("values", i));
    }

    // Then
    awaitSuite("values", records.size());
    assertVerified();
    live.deadLetters();
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> letter = onlyLetter(sent.get(i).get());
      assertThat(header(letter, DeadLetterHeaders.RULE)).isEqualTo(rules.get(i));
      assertThat(letter.key()).isEqualTo(records.get(i).key());
      assertThat(letter.value()).isEqualTo(records.get(i).value());
      assertThat(letter.timestamp()).isEqualTo(Math.max(0, records.get(i).timestamp()));
    }
  }

  @Test
  void aRecordThatOnlyCompressionMadeSmallEnoughStopsNothing() throws Exception {
    // Given
    byte[] halfNoise = new byte[5 << 20];
    Random random = new Random(2);
    for (int i = 0; i < halfNoise.length; i++) {
      halfNoise[i] = (byte) (random.nextInt(100) < 6 ? random.nextInt(4) : 'x');
    }
    List<byte[]> values = List.of(new byte[(8 << 20) + 1], new byte[20 << 20], halfNoise);

    // When
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      sent.add(producer.send(record(Topics.ATTACKS, Samples.TIME, KEY, values.get(i))));
      producer.send(neighbour("large", i));
    }
    producer.flush();

    // Then
    awaitSuite("large", values.size());
    assertVerified();
    live.deadLetters();
    for (int i = 0; i < values.size(); i++) {
      ConsumerRecord<byte[], byte[]> letter = onlyLetter(sent.get(i).get());
      assertThat(letter.value()).isNull();
      assertThat(header(letter, DeadLetterHeaders.OMITTED)).isNotEmpty();
    }
  }

  @Test
  void keysOfAnyKindCountTheSame() throws Exception {
    // Given
    int partitions = live.partitions(Topics.ATTACKS);
    Random random = new Random(4);

    // When
    for (int i = 0; i < 200; i++) {
      AttackResult attack = Samples.attack().setSuite("keys").setCaseId("case-" + i).build();
      byte[] own = ("acme/one|keys|case-" + i + "|0").getBytes(StandardCharsets.UTF_8);
      byte[] noise = new byte[random.nextInt(9)];
      random.nextBytes(noise);
      CRC32 crc = new CRC32();
      crc.update(own);
      byte[] value = EventCodec.encode(attack);
      producer.send(new ProducerRecord<>(Topics.ATTACKS, null, Samples.TIME, null, value));
      producer.send(new ProducerRecord<>(Topics.ATTACKS, null, Samples.TIME, noise, value));
      producer.send(
          new ProducerRecord<>(
              Topics.ATTACKS,
              (int) (crc.getValue() % partitions),
              Samples.TIME,
              own,
              EventCodec.encode(attack)));
    }
    producer.flush();

    // Then
    awaitSuite("keys", 200);
    assertVerified();
  }

  @Test
  void aThousandAndOneCategoriesOverflow() throws Exception {
    // Given
    for (int i = 0; i < 1_000; i++) {
      producer.send(category(i));
    }
    String key = "generated|2026-03";
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              assertThat(live.standings()).containsKey(key);
              assertThat(live.standings().get(key).getCasi().getConclusive()).isEqualTo(1_000);
            });
    assertThat(live.standings().get(key).getOverflow()).isFalse();

    // When
    producer.send(category(1_000));

    // Then
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> assertThat(live.standings().get(key).getOverflow()).isTrue());
    Standing standing = live.standings().get(key);
    assertThat(standing.getCasi().getScore()).isNull();
    assertThat(standing.getCasi().getConclusive()).isEqualTo(1_001);
    assertVerified();
  }

  /** A record whose Kafka timestamp is -1, which Java's producer writes only when deceived. */
  private static final class NoTimestamp extends ProducerRecord<byte[], byte[]> {

    NoTimestamp(String topic, byte[] value) {
      super(topic, KEY, value);
    }

    @Override
    public Long timestamp() {
      return -1L;
    }
  }

  private static ProducerRecord<byte[], byte[]> category(int i) {
    AttackResult attack =
        Samples.attack()
            .setModel("generated")
            .setCategory("category-" + i)
            .setCaseId("case-" + i)
            .build();
    return record(Topics.ATTACKS, Samples.TIME, KEY, EventCodec.encode(attack));
  }

  private static ProducerRecord<byte[], byte[]> neighbour(String suite, int i) {
    AttackResult attack = Samples.attack().setSuite(suite).setCaseId("case-" + i).build();
    return record(Topics.ATTACKS, Samples.TIME, KEY, EventCodec.encode(attack));
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, long timestamp, byte[] key, byte[] value) {
    var record = new ProducerRecord<>(topic, null, timestamp, key, value);
    record.headers().add("own", "kept".getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static void awaitSuite(String suite, long count) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              Standing standing = live.standings().get("acme/one|2026-03");
              assertThat(standing).isNotNull();
              assertThat(
                      TallyRecords.fromRecord(standing.getTally())
                          .cells()
                          .get(Cell.of(Dimension.ATTACK_SUITE, suite)))
                  .containsExactly(count, 0, 0);
            });
  }

  /** Of the letters read so far. */
  private static ConsumerRecord<byte[], byte[]> onlyLetter(RecordMetadata of) {
    List<ConsumerRecord<byte[], byte[]>> found =
        live.deadLettersRead().stream()
            .filter(letter -> header(letter, DeadLetterHeaders.TOPIC).equals(of.topic()))
            .filter(
                letter ->
                    header(letter, DeadLetterHeaders.PARTITION)
                        .equals(Integer.toString(of.partition())))
            .filter(
                letter ->
                    header(letter, DeadLetterHeaders.OFFSET).equals(Long.toString(of.offset())))
            .toList();
    assertThat(found).as(of.toString()).hasSize(1);
    return found.get(0);
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** Also that every refused record is a dead letter exactly once. */
  private static void assertVerified() throws InterruptedException {
    assertThat(
            new Verification(live.bootstrapServers(), null, Methods.builtIn().standard())
                .run(SETTLED)
                .differences())
        .isEmpty();
  }
}

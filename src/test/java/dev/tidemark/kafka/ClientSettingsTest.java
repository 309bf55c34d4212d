package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClientSettingsTest {

  private static final String STANDINGS = "tidemark.standings.v1";

  @Test
  void readersSeeCommittedRecordsOnly() {
    // Given
    try (TestBroker broker = TestBroker.start(List.of(STANDINGS))) {
      Map<String, Object> settings = ClientSettings.producer(broker.bootstrapServers());
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t");
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
        producer.initTransactions();

        // When
        producer.beginTransaction();
        producer.send(record("aborted"));
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(record("committed"));
        producer.commitTransaction();
      }

      // Then
      // The last stable offset follows the commit's answer by a moment.
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(Records.read(broker.bootstrapServers(), STANDINGS))
                      .containsExactly("committed"));
    }
  }

  @Test
  void carriesARecordOfSeveralMegabytes() {
    // Given
    String broker = TestBroker.shared().bootstrapServers();
    String mark = UUID.randomUUID().toString();
    byte[] large = new byte[4_000_000];
    new Random(1).nextBytes(large);
    System.arraycopy(mark.getBytes(), 0, large, 0, mark.length());

    // When
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(ClientSettings.producer(broker))) {
      producer.send(new ProducerRecord<>(STANDINGS, large, large));
    }

    // Then
    assertThat(Records.read(broker, STANDINGS)).anyMatch(value -> value.startsWith(mark));
  }

  @Test
  void groupsGoOnWhereTheyCommitted() {
    // Given
    String broker = TestBroker.shared().bootstrapServers();
    TopicPartition partition = new TopicPartition("tidemark.alerts.v1", 0);
    Map<String, Object> settings = ClientSettings.consumer(broker, "g-" + UUID.randomUUID());
    try (KafkaConsumer<byte[], byte[]> first = new KafkaConsumer<>(settings)) {
      first.commitSync(Map.of(partition, new OffsetAndMetadata(7)));
    }

    // When
    try (KafkaConsumer<byte[], byte[]> second = new KafkaConsumer<>(settings)) {

      // Then
      assertThat(second.committed(Set.of(partition)).get(partition).offset()).isEqualTo(7);
    }
  }

  @Test
  void readingAMistypedTopicDoesNotMakeIt() throws Exception {
    // Given
    String broker = TestBroker.shared().bootstrapServers();
    String mistyped = "no.such.topic-" + UUID.randomUUID();

    // When
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(ClientSettings.consumer(broker, "g-" + UUID.randomUUID()))) {
      consumer.subscribe(List.of(mistyped));
      consumer.poll(Duration.ofSeconds(1));
    }

    // Then
    try (Admin admin = Admin.create(ClientSettings.admin(broker))) {
      assertThat(admin.listTopics().names().get()).doesNotContain(mistyped);
    }
  }

  @Test
  void aProducerGivesUpInTimeWhenNoClusterAnswers() {
    // Given
    String nobody = "127.0.0.1:" + new LoopbackPorts("127.0.0.1").free(0);
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(ClientSettings.producer(nobody));

    // When
    long started = System.nanoTime();
    try {
      assertThatThrownBy(() -> producer.send(record("lost")).get())

          // Then
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class);
    } finally {
      producer.close(Duration.ZERO);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isLessThan(ClientSettings.DELIVERY_TIMEOUT);
  }

  private static ProducerRecord<byte[], byte[]> record(String text) {
    return new ProducerRecord<>(STANDINGS, text.getBytes(), text.getBytes());
  }
}

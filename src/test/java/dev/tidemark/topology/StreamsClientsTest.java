package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real broker goes away in the middle of a transaction and doesn't come back. */
class StreamsClientsTest {

  /** The next test of this thread has nothing to do with it. */
  @AfterEach
  void forget() {
    Transaction.forget();
  }

  @Test
  @Timeout(120)
  void aProducerThatNobodyAnswersClosesAllTheSame() throws Exception {
    // Given
    Producer<byte[], byte[]> producer;
    try (TestBroker broker = TestBroker.start(List.of(Topics.STANDINGS))) {
      Map<String, Object> settings = ClientSettings.producer(broker.bootstrapServers());
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "closing");
      producer = new StreamsClients().getProducer(settings);
      producer.initTransactions();
      producer.beginTransaction();
      byte[] bytes = "x".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(Topics.STANDINGS, bytes, bytes)).get();
    }

    // When
    long start = System.nanoTime();
    producer.close();

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aCommitIsKnownToThePaceOfTheThread() {
    try (TestBroker broker = TestBroker.start(List.of(Topics.STANDINGS))) {
      // Given
      Map<String, Object> settings = ClientSettings.producer(broker.bootstrapServers());
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "committing");
      MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
      context.setCurrentSystemTimeMs(0);
      CommitPace.ofThread().committed(0);
      CommitPace.ofThread().done(context);
      try (Producer<byte[], byte[]> producer = new StreamsClients().getProducer(settings)) {
        producer.initTransactions();

        // When
        producer.beginTransaction();
        producer.commitTransaction();

        // Then: nothing waits any more.
        context.setCurrentSystemTimeMs(CommitPace.SPACING);
        CommitPace.ofThread().check(context);
        assertThat(context.committed()).isFalse();
      }
    }
  }

  @Test
  void anotherProducersTransactionIsNoneOfTheNewOnes() {
    // Given
    Transaction.begin();

    // When
    Map<String, Object> settings = ClientSettings.producer("localhost:1");
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "another");
    try (Producer<byte[], byte[]> producer = new StreamsClients().getProducer(settings)) {
      // Then
      assertThat(Transaction.last()).isNull();
      assertThat(producer).isNotNull();
    }
  }
}

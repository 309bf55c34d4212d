package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last stream thread dies while no other can be made. */
@Timeout(120)
class TopologyKeeperTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CLOSING = Duration.ofSeconds(20);

  private final AtomicInteger processed = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private volatile boolean outOfOrder;

  @TempDir Path folder;

  @Test
  void anotherClientTakesItsPlaceOnceOneCanBeMade() {
    try (TestBroker broker = TestBroker.start(List.of(Topics.RETRACTIONS))) {
      TopologyKeeper keeper = keeper(broker, this::failIfOutOfOrder);
      keeper.client().start(); // the test looks after it
      try {
        // Given
        await().atMost(PATIENCE).until(() -> keeper.state().equals("RUNNING"));
        TopologyClient first = keeper.client();
        outOfOrder = true;
        send(broker.bootstrapServers());
        await().atMost(PATIENCE).until(() -> first.living() == 0);
        assertThat(first.state())
            .as("what it says of itself")
            .isEqualTo(KafkaStreams.State.RUNNING);

        // When
        keeper.look();
        assertThat(keeper.client()).as("after one look").isSameAs(first);
        keeper.look();
        assertThat(keeper.client()).as("while none can be made").isSameAs(first);
        assertThat(keeper.state()).isEqualTo("RESTARTING");
        outOfOrder = false;
        keeper.look();

        // Then
        await().atMost(PATIENCE).until(() -> processed.get() == 1);
        TopologyClient second = keeper.client();
        await().atMost(PATIENCE).until(() -> keeper.state().equals("RUNNING"));
        keeper.look();
        keeper.look();
        assertThat(keeper.client()).isSameAs(second).isNotSameAs(first);
        assertThat(givenUp).hasValue(0);
      } finally {
        keeper.stop();
      }
      assertThat(keeper.state()).isEqualTo("NOT_RUNNING");
    }
  }

  @Test
  void whatFailsAllTheSameEndsTheProcess() {
    try (TestBroker broker = TestBroker.start(List.of(Topics.RETRACTIONS))) {
      TopologyKeeper keeper = keeper(broker, () -> {});
      try {
        // Given
        keeper.client().close(CLOSING); // before it started: not whole
        outOfOrder = true;

        // When
        keeper.look();
        assertThat(givenUp).as("after one look").hasValue(0);
        keeper.look();

        // Then
        assertThat(givenUp).hasValue(1);
      } finally {
        keeper.stop();
      }
    }
  }

  private TopologyKeeper keeper(TestBroker broker, Runnable ready) {
    return new TopologyKeeper(
        () -> client(broker.bootstrapServers()), ready, givenUp::incrementAndGet, CLOSING);
  }

  private TopologyClient client(String bootstrapServers) {
    Properties settings = StreamsSettings.of(bootstrapServers, folder, "kept", 1, 0);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "kept");
    return new TopologyClient(
        new Topology()
            .addSource("retractions", Topics.RETRACTIONS)
            .addProcessor("counting", Counting::new, "retractions")
            // Kept on the disk, so that a client locks the folder.
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore("counts"), Serdes.Bytes(), Serdes.ByteArray()),
                "counting"),
        settings,
        new DefaultKafkaClientSupplier() {
          @Override
          public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            failIfOutOfOrder();
            return super.getConsumer(config);
          }
        },
        new SimpleMeterRegistry());
  }

  private void failIfOutOfOrder() {
    if (outOfOrder) {
      throw new KafkaException("out of order, for a while");
    }
  }

  private static void send(String bootstrapServers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            ClientSettings.producer(bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.RETRACTIONS, new byte[] {1}));
    }
  }

  private final class Counting implements Processor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      failIfOutOfOrder();
      processed.incrementAndGet();
    }
  }
}

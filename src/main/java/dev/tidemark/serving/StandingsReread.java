package dev.tidemark.serving;

import dev.tidemark.event.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads the standings topic anew when the view had to leave some out and now has room for them.
 * Seldom: whoever makes names come and go must not keep this node reading.
 */
@Singleton
@Startup
class StandingsReread {

  private static final Logger LOG = Logger.getLogger(StandingsReread.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** As the view's own consumer: a standing may carry 1,000 names in each dimension. */
  private static final int FETCH = 8 << 20;

  private final StandingsView view;
  private final String bootstrapServers;
  private final ScheduledExecutorService thread = Background.thread("standings-reread");
  private long ended = System.nanoTime() - PAUSE.toNanos();

  StandingsReread(
      StandingsView view,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.view = view;
    this.bootstrapServers = bootstrapServers;
    thread.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }

  private void look() {
    if (System.nanoTime() - ended < PAUSE.toNanos() || !view.lacks()) {
      return;
    }
    long start = System.nanoTime();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      view.readAnew(new Reading(consumer));
      LOG.infof(
          "event=standings-read-anew ms=%d leftOut=%d",
          Duration.ofNanos(System.nanoTime() - start).toMillis(), view.leftOut());
    } catch (RuntimeException e) { // of Kafka's, or interrupted; the view stays as it is
      LOG.warnf("event=standings-not-read-anew error=%s", e.getClass().getSimpleName());
    }
    ended = System.nanoTime();
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private record Reading(KafkaConsumer<String, byte[]> consumer) implements StandingsView.Reading {

    Reading {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.STANDINGS).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      rewind(consumer);
    }

    private static void rewind(KafkaConsumer<?, ?> consumer) {
      consumer.seekToBeginning(consumer.assignment());
    }

    @Override
    public void rewind() {
      rewind(consumer);
    }

    @Override
    public void toEnd(Consumer<ConsumerRecord<String, byte[]>> action) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          deadline = System.nanoTime() + PATIENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new TimeoutException(Topics.STANDINGS + " could not be read in time");
        }
        records.forEach(action);
      }
    }

    @Override
    public Map<Integer, Long> positions() {
      Map<Integer, Long> positions = new HashMap<>();
      consumer.assignment().forEach(at -> positions.put(at.partition(), consumer.position(at)));
      return positions;
    }
  }
}

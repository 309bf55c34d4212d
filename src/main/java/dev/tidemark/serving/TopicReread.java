package dev.tidemark.serving;

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
 * Reads the topic of a view anew when the view had to leave some out and now has room for them.
 * Seldom: whoever makes names come and go must not keep this node reading.
 */
@Singleton
@Startup
class TopicReread {

  private static final Logger LOG = Logger.getLogger(TopicReread.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** As the view's own consumer: a standing may carry 1,000 names in each dimension. */
  private static final int FETCH = 8 << 20;

  private final List<BoundedView> views;
  private final String bootstrapServers;
  private final ScheduledExecutorService thread = Background.thread("topic-reread");
  private long ended = System.nanoTime() - PAUSE.toNanos();

  TopicReread(
      StandingsView standings,
      AlertsView alerts,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.views = List.of(standings, alerts);
    this.bootstrapServers = bootstrapServers;
    thread.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }

  private void look() {
    if (System.nanoTime() - ended < PAUSE.toNanos()) {
      return;
    }
    for (BoundedView view : views) {
      if (view.lacks()) {
        readAnew(view);
        ended = System.nanoTime();
      }
    }
  }

  private void readAnew(BoundedView view) {
    long start = System.nanoTime();
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      view.readAnew(new Reading(consumer, view.topic()));
      LOG.infof(
          "event=topic-read-anew topic=%s ms=%d leftOut=%d",
          view.topic(), Duration.ofNanos(System.nanoTime() - start).toMillis(), view.leftOut());
    } catch (RuntimeException e) { // of Kafka's, or interrupted; the view stays as it is
      LOG.warnf(
          "event=topic-not-read-anew topic=%s error=%s",
          view.topic(), e.getClass().getSimpleName());
    }
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

  private record Reading(KafkaConsumer<String, byte[]> consumer, String topic)
      implements TopicReading {

    Reading {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
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
          throw new TimeoutException(topic + " could not be read in time");
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

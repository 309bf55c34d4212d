package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * The backlog of the application's group. Looks on from a thread of its own how far the group has
 * come: first in the input topics up to where they ended, then in what was made of that, which two
 * repartition topics carry on. Offsets and output are committed together, so nothing slips through.
 */
final class KafkaBacklog implements Backlog, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KafkaBacklog.class);
  private static final String REPARTITION = "-repartition";
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration POLL = Duration.ofMillis(500);

  /** One a second: a topic of a first start takes some, and a broker that is away any number. */
  private static final int FAILURES_A_LINE = 10;

  /** Shorter than the longest time that a stream thread may spend between two polls. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final String application;
  private final Thread looking = new Thread(this::look, "topology-backlog");
  private volatile boolean scored;
  private volatile boolean closed;

  KafkaBacklog(String bootstrapServers, String application) {
    this.bootstrapServers = bootstrapServers;
    this.application = application;
    looking.setDaemon(true);
  }

  /** Begins to look; what comes into the topics later is no backlog. */
  void start() {
    looking.start();
  }

  @Override
  public boolean scored() {
    return scored;
  }

  @Override
  public List<Alert> alerts(int partition) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      int partitions = partitions(consumer, List.of(internal(Scoring.TALLIES))).size();
      return newest(
          consumer, alert -> OwnerPartitioner.owner(alert.getModel(), partitions) == partition);
    }
  }

  private static List<Alert> newest(Consumer<byte[], byte[]> consumer, Predicate<Alert> wanted) {
    Map<String, Alert> alerts = new LinkedHashMap<>();
    List<TopicPartition> partitions = partitions(consumer, List.of(Topics.ALERTS));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached(consumer, ends)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(Topics.ALERTS + " could not be read in time");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        try {
          Alert alert = StoredRecord.read(Alert.class, record.value());
          if (wanted.test(alert)) {
            alerts.put(AlertStore.Key.of(alert).text(alert.getModel()), alert);
          }
        } catch (IOException | RuntimeException e) {
          // Avro throws anything on foreign bytes; one such record must not end the scoring.
          LOG.warnf(
              "event=unreadable-alert offset=%d error=%s",
              record.offset(), e.getClass().getSimpleName());
        }
      }
    }
    return List.copyOf(alerts.values());
  }

  private void look() {
    int failures = 0;
    for (boolean waits = true; waits && !closed; ) {
      try (Consumer<byte[], byte[]> consumer = consumer()) {
        await(consumer, Topics.INPUTS);
        await(consumer, List.of(internal("results")));
        await(consumer, List.of(internal(Scoring.TALLIES)));
        scored = true;
        waits = false;
        LOG.info("event=alerts-begin the backlog of the start is scored");
      } catch (InterruptedException e) {
        waits = false;
      } catch (RuntimeException e) { // of Kafka's: the cluster is away, a topic isn't there yet
        if (++failures % FAILURES_A_LINE == 0) {
          LOG.warnf("event=alerts-wait the backlog isn't known: %s", e);
        }
        waits = pause();
      }
    }
  }

  private boolean pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Returns when the group is done with all that these topics hold now. */
  private void await(Consumer<byte[], byte[]> consumer, Collection<String> topics)
      throws InterruptedException {
    List<TopicPartition> partitions = partitions(consumer, topics);
    consumer.assign(partitions); // it warns of those that it asks about without
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!done(consumer, ends)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static boolean done(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(ends.keySet());
    List<TopicPartition> behind = new ArrayList<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata at = committed.get(partition);
          if (at == null ? end > 0 : at.offset() < end) {
            behind.add(partition);
          }
        });
    if (behind.isEmpty()) {
      return true;
    }
    // Nothing is committed for the marks that transactions leave behind the last record.
    consumer.assign(behind);
    for (TopicPartition partition : behind) {
      OffsetAndMetadata at = committed.get(partition);
      if (at == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, at);
      }
    }
    ConsumerRecords<byte[], byte[]> left = consumer.poll(POLL);
    return left.isEmpty() && behind.stream().allMatch(at -> consumer.position(at) >= ends.get(at));
  }

  private static boolean reached(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static List<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      List<TopicPartition> of =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (of.isEmpty()) {
        throw new IllegalStateException(topic + " isn't there yet");
      }
      partitions.addAll(of);
    }
    return partitions;
  }

  private String internal(String name) {
    return application + '-' + name + REPARTITION;
  }

  /** Reads the group's offsets without being a member of it. */
  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            application,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    closed = true;
    looking.interrupt();
  }
}

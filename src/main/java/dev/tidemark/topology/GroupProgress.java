package dev.tidemark.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far a consumer group has come in topics, seen from outside it. For one thread. */
final class GroupProgress implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 250;
  private static final Duration POLL = Duration.ofMillis(250);

  private final Consumer<byte[], byte[]> committed;

  /** Where a topic ends, counts what is about to be committed too. */
  private final Consumer<byte[], byte[]> uncommitted;

  private final BooleanSupplier stopped;

  /**
   * @param stopped whether to wait and read no longer: an interrupt would leave the clients open
   */
  GroupProgress(String bootstrapServers, String group, BooleanSupplier stopped) {
    this.stopped = stopped;
    committed = consumer(bootstrapServers, group, "read_committed");
    uncommitted = consumer(bootstrapServers, group, "read_uncommitted");
  }

  private static Consumer<byte[], byte[]> consumer(
      String bootstrapServers, String group, String isolation) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            // Of a backlog the next record is enough to see that it isn't processed.
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            64 << 10,
            ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            "",
            ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
            false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The offsets after the last records of topics.
   *
   * @throws IllegalStateException if one isn't there
   */
  Map<TopicPartition, Long> ends(Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      int count = partitions(topic);
      if (count == 0) {
        throw new IllegalStateException(topic + " isn't there yet");
      }
      for (int partition = 0; partition < count; partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
    }
    uncommitted.assign(partitions); // it warns of others
    return uncommitted.endOffsets(partitions);
  }

  /** How many partitions a topic has; 0 if it isn't there. */
  int partitions(String topic) {
    return uncommitted.partitionsFor(topic).size();
  }

  /**
   * Waits until the group has processed everything before these offsets. Its own offsets say so,
   * but not of the marks that transactions leave behind the last record: these are read here.
   *
   * @throws CancellationException if stopped
   */
  void await(Map<TopicPartition, Long> ends) throws InterruptedException {
    Set<TopicPartition> behind = new HashSet<>(ends.keySet());
    Map<TopicPartition, Long> unprocessed = new HashMap<>();
    committed.assign(behind);
    committed.seekToBeginning(behind);
    while (true) {
      Map<TopicPartition, OffsetAndMetadata> offsets = committed.committed(behind);
      for (TopicPartition partition : List.copyOf(behind)) {
        OffsetAndMetadata at = offsets.get(partition);
        long offset = at == null ? 0 : at.offset();
        Long record = unprocessed.get(partition);
        if (offset >= ends.get(partition)
            || record == null && committed.position(partition) >= ends.get(partition)) {
          behind.remove(partition);
          committed.pause(List.of(partition));
        } else if (record != null ? offset > record : offset > committed.position(partition)) {
          unprocessed.remove(partition);
          committed.seek(partition, offset);
          committed.resume(List.of(partition));
        }
      }
      if (behind.isEmpty()) {
        return;
      }
      ConsumerRecords<byte[], byte[]> records = committed.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        unprocessed.put(partition, records.records(partition).get(0).offset());
        committed.pause(List.of(partition));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      goOn();
    }
  }

  private void goOn() {
    if (stopped.getAsBoolean()) {
      throw new CancellationException();
    }
  }

  /**
   * Reads a topic up to where it ends now.
   *
   * @throws CancellationException if stopped
   */
  void read(String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> action) {
    Map<TopicPartition, Long> ends = ends(List.of(topic));
    committed.assign(ends.keySet());
    committed.seekToBeginning(ends.keySet());
    while (ends.keySet().stream().anyMatch(at -> committed.position(at) < ends.get(at))) {
      committed.poll(POLL).forEach(action);
      goOn();
    }
  }

  @Override
  public void close() {
    committed.close();
    uncommitted.close();
  }
}

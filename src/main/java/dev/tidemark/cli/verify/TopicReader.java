package dev.tidemark.cli.verify;

import dev.tidemark.kafka.ClientSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, committed records only, from their beginning to where they end now. */
public final class TopicReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** A poll that brings nothing for so long means that the cluster has gone. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final String bootstrapServers;

  /**
   * @throws IllegalArgumentException if a topic doesn't exist
   */
  public TopicReader(String bootstrapServers, Collection<String> topics) {
    this.bootstrapServers = bootstrapServers;
    consumer =
        new KafkaConsumer<>(
            ClientSettings.consumer(bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions = topics.stream().flatMap(topic -> partitionsOf(topic, bootstrapServers)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private Stream<TopicPartition> partitionsOf(String topic, String bootstrapServers) {
    var known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new IllegalArgumentException(
          "topic %s is not on %s: run 'tidemark topics apply' there, or name another cluster"
              .formatted(topic, bootstrapServers));
    }
    return known.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
  }

  /**
   * Hands out what has come since the last call.
   *
   * @return how many records that was
   */
  public long readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    return readTo(consumer.endOffsets(partitions), records -> records.forEach(sink));
  }

  /** Where the partitions end now, transactions that are still open included. */
  public Map<TopicPartition, Long> writtenEnd() {
    Map<String, Object> settings = ClientSettings.consumer(bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> all = new KafkaConsumer<>(settings)) {
      return all.endOffsets(partitions);
    }
  }

  /**
   * Hands out what has come since the last call up to an end, and maybe some more; waits for
   * transactions that are open before it.
   *
   * @param sink takes what one poll brought
   * @return how many records that was
   */
  public long readTo(
      Map<TopicPartition, Long> end, Consumer<ConsumerRecords<byte[], byte[]>> sink) {
    long read = 0;
    long lastProgress = System.nanoTime();
    while (end.entrySet().stream().anyMatch(at -> consumer.position(at.getKey()) < at.getValue())) {
      var records = consumer.poll(POLL);
      sink.accept(records);
      read += records.count();
      if (!records.isEmpty()) {
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > STALLED.toNanos()) {
        throw new TimeoutException("the cluster gave no records for " + STALLED.toSeconds() + " s");
      }
    }
    return read;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package dev.tidemark.cli.process;

import dev.tidemark.kafka.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, as it is committed, in a thread of its own until closed. */
public final class TopicFollower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Background thread;
  private volatile CountDownLatch awaited;

  /**
   * Begins to read.
   *
   * @param records takes each record, in that thread
   * @param failed is told why the reading ended early; what it hasn't read isn't known then
   */
  public TopicFollower(
      String bootstrapServers,
      String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> records,
      Consumer<RuntimeException> failed) {
    consumer =
        new KafkaConsumer<>(
            ClientSettings.consumer(bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread = new Background("follow-" + topic, () -> run(records, failed));
  }

  private void run(
      Consumer<ConsumerRecord<byte[], byte[]>> records, Consumer<RuntimeException> failed) {
    try {
      CountDownLatch waiting = null;
      Map<TopicPartition, Long> ends = Map.of();
      while (true) {
        consumer.poll(POLL).forEach(records);
        if (awaited != waiting) {
          waiting = awaited;
          ends = consumer.endOffsets(consumer.assignment());
        }
        if (waiting != null
            && ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
          waiting.countDown();
        }
      }
    } catch (WakeupException e) {
      // closed
    } catch (RuntimeException e) { // the client's or the reader's own
      failed.accept(e);
    } finally {
      consumer.close();
    }
  }

  /**
   * Waits until everything has been read that is committed now. For one thread.
   *
   * @return false if that took longer
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    awaited = waiting;
    return waiting.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    consumer.wakeup();
    thread.awaitEnd();
  }
}

package dev.tidemark.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes and reads texts through the product's own client settings. */
final class Records {

  private Records() {}

  /**
   * Writes {@code count} values {@code prefix0…}, keyed by themselves, and waits for the broker.
   */
  static void write(String bootstrapServers, String topic, String prefix, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(ClientSettings.producer(bootstrapServers))) {
      for (int i = 0; i < count; i++) {
        byte[] text = (prefix + i).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, text, text));
      }
      producer.flush();
    }
  }

  /** Every committed value of the topic, up to its end at the time of the call. */
  static List<String> read(String bootstrapServers, String topic) {
    return read(ClientSettings.consumer(bootstrapServers), topic);
  }

  static List<String> read(Map<String, Object> settings, String topic) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("read only " + values.size() + " records of " + topic);
        }
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(100))) {
          values.add(new String(entry.value(), UTF_8));
        }
      }
    }
    return values;
  }
}

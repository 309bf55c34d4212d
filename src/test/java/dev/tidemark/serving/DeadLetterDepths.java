package dev.tidemark.serving;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** What a serving node that starts now would tell, without the node. */
public final class DeadLetterDepths {

  private DeadLetterDepths() {}

  /** The depth after the whole dead-letter topic, which has one partition. */
  public static double of(String bootstrapServers) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    DeadLetterDepth depth = new DeadLetterDepth(meters);
    TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, 0);
    try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
        new KafkaConsumer<>(
            ClientSettings.consumer(bootstrapServers),
            new ByteBufferDeserializer(),
            new ByteBufferDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        depth.consume(consumer.poll(Duration.ofMillis(200)));
      }
    }
    depth.complete();
    return meters.get("tidemark.dead.letters").gauge().value();
  }
}

package dev.tidemark.serving;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/** How far a view has come with what stood in its topic when this node started. */
final class ChannelProgress {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final String channel;
  private final LongSupplier consumed;
  private final KafkaClientService clients;
  private Map<TopicPartition, Long> target;
  private volatile boolean caughtUp;

  /**
   * Progress of one channel.
   *
   * @param consumed records that the view has taken in
   */
  ChannelProgress(String channel, LongSupplier consumed, KafkaClientService clients) {
    this.channel = channel;
    this.consumed = consumed;
    this.clients = clients;
  }

  /** Whether the view holds all that stood in the topic at the start. */
  boolean caughtUp() {
    if (!caughtUp) {
      KafkaConsumer<String, byte[]> consumer = clients.getConsumer(channel);
      if (consumer != null) {
        // A broker that is away or slow means that it isn't known yet, not that something failed.
        caughtUp =
            consumer
                .runOnPollingThread(this::hasReachedTarget)
                .onFailure(KafkaException.class)
                .recoverWithItem(false)
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(false)
                .await()
                .indefinitely();
      }
    }
    return caughtUp;
  }

  /** Asked on the polling thread, so that position and count belong together. */
  private boolean hasReachedTarget(Consumer<String, byte[]> consumer) {
    Set<TopicPartition> assigned = consumer.assignment();
    if (assigned.isEmpty()) {
      return false;
    }
    if (target == null || !target.keySet().equals(assigned)) {
      target = consumer.endOffsets(assigned);
    }
    return target.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())
        && consumed.getAsLong() >= polled(consumer);
  }

  /** Records that poll has handed out: positions run ahead of what the view has taken in. */
  private static long polled(Consumer<?, ?> consumer) {
    return consumer.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("records-consumed-total"))
        .filter(metric -> !metric.metricName().tags().containsKey("topic"))
        .map(Metric::metricValue)
        .collect(Collectors.summingLong(value -> ((Double) value).longValue()));
  }
}

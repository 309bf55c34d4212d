package dev.tidemark.serving;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/** How far the view has come with what stood in the standings topic when this node started. */
@Singleton
public class ViewProgress {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final StandingsView view;
  private final KafkaClientService clients;
  private Map<TopicPartition, Long> target;
  private volatile boolean caughtUp;

  ViewProgress(StandingsView view, KafkaClientService clients) {
    this.view = view;
    this.clients = clients;
  }

  /** Whether the view holds all that stood in the topic at the start. */
  public boolean caughtUp() {
    if (!caughtUp) {
      KafkaConsumer<String, byte[]> consumer = clients.getConsumer("standings");
      if (consumer != null) {
        caughtUp = consumer.runOnPollingThread(this::hasReachedTarget).await().atMost(PATIENCE);
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
        && view.consumed() >= polled(consumer);
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

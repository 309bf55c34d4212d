package dev.tidemark.kafka;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What one topic must look like.
 *
 * @param name the topic's name in Kafka
 * @param partitions at least 1; fixed for the topic's life, since keys are placed by it
 * @param replicas at least 1, or empty for the cluster's default
 * @param config every topic-level setting, in Kafka's names; all others are the cluster's defaults
 */
public record TopicDefinition(
    String name, int partitions, Optional<Short> replicas, Map<String, String> config) {

  /** Checks the numbers and takes a sorted copy of the settings. */
  public TopicDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(replicas, "replicas");
    if (partitions < 1) {
      throw new IllegalArgumentException("topic " + name + ": partitions must be at least 1");
    }
    if (replicas.isPresent() && replicas.get() < 1) {
      throw new IllegalArgumentException("topic " + name + ": replicas must be at least 1");
    }
    config = Collections.unmodifiableMap(new TreeMap<>(config));
  }

  NewTopic newTopic() {
    return new NewTopic(name, Optional.of(partitions), replicas).configs(config);
  }
}

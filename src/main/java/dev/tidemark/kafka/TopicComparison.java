package dev.tidemark.kafka;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/** Holds one topic of a cluster against its definition. */
final class TopicComparison {

  /** Set by a running reassignment of replicas and taken away by it: nobody defines them. */
  private static final Set<String> PASSING =
      Set.of("leader.replication.throttled.replicas", "follower.replication.throttled.replicas");

  private TopicComparison() {}

  /** What differs; the settings are compared as {@link #ownSettings} finds them. */
  static List<TopicDifference> compare(
      TopicDefinition definition, TopicDescription topic, Config described) {
    Map<String, String> config = ownSettings(described);
    List<TopicDifference> differences = new ArrayList<>();
    int partitions = topic.partitions().size();
    if (partitions != definition.partitions()) {
      differences.add(
          new TopicDifference.Partitions(topic.name(), partitions, definition.partitions()));
    }
    int replicas = topic.partitions().get(0).replicas().size();
    definition
        .replicas()
        .filter(defined -> defined != replicas)
        .ifPresent(
            defined ->
                differences.add(new TopicDifference.Replicas(topic.name(), replicas, defined)));
    definition
        .config()
        .forEach(
            (key, defined) -> {
              Optional<String> actual = Optional.ofNullable(config.get(key));
              if (actual.filter(value -> same(value, defined)).isEmpty()) {
                differences.add(new TopicDifference.Config(topic.name(), key, actual, defined));
              }
            });
    config.forEach(
        (key, actual) -> {
          if (!definition.config().containsKey(key) && !PASSING.contains(key)) {
            differences.add(new TopicDifference.Undefined(topic.name(), key, actual));
          }
        });
    return differences;
  }

  /** The settings that stand on the topic itself, without what it inherits. */
  private static Map<String, String> ownSettings(Config described) {
    Map<String, String> own = new TreeMap<>();
    for (ConfigEntry entry : described.entries()) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        own.put(entry.name(), entry.value());
      }
    }
    return own;
  }

  /** Whether two spellings are one value: a broker may answer 0.20 as 0.2 and "a, b" as "a,b". */
  private static boolean same(String actual, String defined) {
    if (actual.equals(defined)) {
      return true;
    }
    try {
      return new BigDecimal(actual).compareTo(new BigDecimal(defined)) == 0;
    } catch (NumberFormatException e) {
      return actual.replace(" ", "").equals(defined.replace(" ", ""));
    }
  }
}

package dev.tidemark.kafka;

import java.util.Optional;

/** One way in which a cluster's topic is not what its definition says. */
public sealed interface TopicDifference {

  /** The topic's name. */
  String topic();

  /** The difference in a sentence for a person. */
  String text();

  /** The cluster has no such topic. */
  record Missing(TopicDefinition definition) implements TopicDifference {
    @Override
    public String topic() {
      return definition.name();
    }

    @Override
    public String text() {
      return "topic " + topic() + " is missing";
    }
  }

  /** More or fewer partitions than defined; cannot be applied, as keys would move. */
  record Partitions(String topic, int actual, int defined) implements TopicDifference {
    @Override
    public String text() {
      return "topic %s has %d partitions, its definition says %d".formatted(topic, actual, defined);
    }
  }

  /** More or fewer replicas than defined; moving data between brokers is not done from here. */
  record Replicas(String topic, int actual, int defined) implements TopicDifference {
    @Override
    public String text() {
      return "topic %s has %d replicas, its definition says %d".formatted(topic, actual, defined);
    }
  }

  /**
   * A setting that the definition names has another value on the topic.
   *
   * @param actual what is set on the topic; empty where the cluster's default rules
   */
  record Config(String topic, String key, Optional<String> actual, String defined)
      implements TopicDifference {
    @Override
    public String text() {
      return "topic %s has %s %s, its definition says %s"
          .formatted(topic, key, actual.map(value -> "= " + value).orElse("not set"), defined);
    }
  }

  /** A setting on the topic that its definition does not name. */
  record Undefined(String topic, String key, String actual) implements TopicDifference {
    @Override
    public String text() {
      return "topic %s has %s = %s, its definition does not name it".formatted(topic, key, actual);
    }
  }
}

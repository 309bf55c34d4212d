package dev.tidemark.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Compares a cluster's topics with their definitions and makes them equal. Each call to the cluster
 * is bounded. Topics without a definition are left alone.
 */
public final class TopicAdmin {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration SETTLE_PAUSE = Duration.ofMillis(20);

  private final Admin admin;
  private final Duration timeout;

  /** Waits at most 15 s for each answer; the admin client stays the caller's to close. */
  public TopicAdmin(Admin admin) {
    this(admin, DEFAULT_TIMEOUT);
  }

  /** Waits at most so long for each answer; the admin client stays the caller's to close. */
  public TopicAdmin(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeout = timeout;
  }

  /**
   * What differs, in the order of the definitions; empty when all is as defined.
   *
   * @throws ClusterUnreachableException if the cluster does not answer in time
   * @throws TopicAdminException if it refuses to answer
   */
  public List<TopicDifference> diff(List<TopicDefinition> definitions) {
    List<String> names = definitions.stream().map(TopicDefinition::name).toList();
    Map<String, TopicDescription> topics =
        existing("describe topics", admin.describeTopics(names).topicNameValues());
    Map<ConfigResource, Config> configs =
        existing(
            "describe topic settings",
            admin
                .describeConfigs(topics.keySet().stream().map(TopicAdmin::resource).toList())
                .values());
    List<TopicDifference> differences = new ArrayList<>();
    for (TopicDefinition definition : definitions) {
      TopicDescription topic = topics.get(definition.name());
      Config config = configs.get(resource(definition.name()));
      if (topic == null || config == null) {
        differences.add(new TopicDifference.Missing(definition));
      } else {
        differences.addAll(TopicComparison.compare(definition, topic, config));
      }
    }
    return List.copyOf(differences);
  }

  /**
   * Which of these topics the cluster says it hasn't got; of one that it doesn't tell us about
   * nothing is known.
   *
   * @throws ClusterUnreachableException if the cluster does not answer in time
   */
  public Set<String> missing(Collection<String> topics) {
    Set<String> missing = new HashSet<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, answer) -> {
              try {
                await("describe topic " + topic, answer);
              } catch (TopicAdminException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                  missing.add(topic);
                }
              }
            });
    return missing;
  }

  /**
   * Makes the topics what their definitions say: creates what is missing, sets what differs, and
   * gives settings that no definition names back to the cluster's default. Returns when the cluster
   * shows it; a second call does nothing. Partitions and replicas of a topic that exists are never
   * changed: if one differs, nothing at all is done.
   *
   * @return what was done, a sentence for each step
   * @throws ClusterUnreachableException if the cluster does not answer in time
   * @throws TopicAdminException if partitions or replicas differ, or the cluster refuses a step
   */
  public List<String> apply(List<TopicDefinition> definitions) {
    List<TopicDifference> differences = diff(definitions);
    List<String> done = new ArrayList<>();
    refuseMoves(differences, done);
    for (TopicDifference difference : differences) {
      if (difference instanceof TopicDifference.Missing missing) {
        create(missing.definition(), done);
      }
    }
    if (differences.stream().anyMatch(TopicAdmin::isMissing)) {
      differences = awaitDiff(definitions, now -> now.stream().noneMatch(TopicAdmin::isMissing));
      // Somebody else may have made one of them at the same time, and made it differently.
      refuseMoves(differences, done);
    }
    if (!differences.isEmpty()) {
      alter(differences, done);
      awaitDiff(definitions, List::isEmpty);
    }
    return List.copyOf(done);
  }

  private static boolean isMissing(TopicDifference difference) {
    return difference instanceof TopicDifference.Missing;
  }

  private static void refuseMoves(List<TopicDifference> differences, List<String> done) {
    List<String> refusals = new ArrayList<>();
    for (TopicDifference difference : differences) {
      if (difference instanceof TopicDifference.Partitions) {
        refusals.add(
            difference.text()
                + ": other partitions would move its keys; put the number back, or make a new"
                + " topic of another name and copy the records over");
      } else if (difference instanceof TopicDifference.Replicas) {
        refusals.add(
            difference.text()
                + ": put the number back, or move the replicas with Kafka's"
                + " kafka-reassign-partitions.sh");
      }
    }
    if (!refusals.isEmpty()) {
      throw new TopicAdminException(
          (done.isEmpty() ? "nothing was changed" : "done so far: " + String.join(", ", done))
              + "; "
              + String.join("; ", refusals));
    }
  }

  private void create(TopicDefinition definition, List<String> done) {
    String name = definition.name();
    try {
      await("create topic " + name, admin.createTopics(List.of(definition.newTopic())).all());
      done.add(
          "created "
              + name
              + " with "
              + definition.partitions()
              + (definition.partitions() == 1 ? " partition" : " partitions"));
    } catch (TopicAdminException e) {
      // Another instance that starts at the same time was quicker: what it made is compared next.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void alter(List<TopicDifference> differences, List<String> done) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
    List<String> changed = new ArrayList<>();
    for (TopicDifference difference : differences) {
      if (difference instanceof TopicDifference.Config config) {
        change(changes, config.topic(), config.key(), config.defined(), OpType.SET);
        changed.add("set " + config.key() + " = " + config.defined() + " on " + config.topic());
      } else if (difference instanceof TopicDifference.Undefined undefined) {
        change(changes, undefined.topic(), undefined.key(), "", OpType.DELETE);
        changed.add("reset " + undefined.key() + " on " + undefined.topic() + " to the default");
      }
    }
    await("alter topic settings", admin.incrementalAlterConfigs(changes).all());
    done.addAll(changed);
  }

  /** What the controller has decided reaches the brokers, which are asked, a moment later. */
  private List<TopicDifference> awaitDiff(
      List<TopicDefinition> definitions, Predicate<List<TopicDifference>> settled) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<TopicDifference> differences = diff(definitions);
    while (!settled.test(differences)) {
      if (System.nanoTime() > deadline) {
        throw new TopicAdminException(
            "the Kafka cluster took the changes but after "
                + timeout.toMillis()
                + " ms does not show them: "
                + differences.stream()
                    .map(TopicDifference::text)
                    .collect(Collectors.joining("; ")));
      }
      LockSupport.parkNanos(SETTLE_PAUSE.toNanos());
      differences = diff(definitions);
    }
    return differences;
  }

  private static void change(
      Map<ConfigResource, Collection<AlterConfigOp>> changes,
      String topic,
      String key,
      String value,
      OpType type) {
    changes
        .computeIfAbsent(resource(topic), first -> new ArrayList<>())
        .add(new AlterConfigOp(new ConfigEntry(key, value), type));
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  /** The answers for those topics that the brokers asked know of. */
  private <K, V> Map<K, V> existing(String action, Map<K, KafkaFuture<V>> answers) {
    Map<K, V> existing = new HashMap<>();
    answers.forEach(
        (key, answer) -> {
          try {
            existing.put(key, await(action, answer));
          } catch (TopicAdminException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              throw e;
            }
          }
        });
    return existing;
  }

  private <T> T await(String action, KafkaFuture<T> answer) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ClusterUnreachableException(action, timeout, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw new ClusterUnreachableException(action, timeout, e.getCause());
      }
      throw new TopicAdminException(
          "the Kafka cluster refused to " + action + ": " + e.getCause().getMessage(),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnreachableException(action, timeout, e);
    }
  }
}

package dev.tidemark.cli.soak;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/** Which scoring instance computes what, as the coordinator of their group tells. */
final class Assignments implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 5;

  private final Admin admin;

  Assignments(String bootstrapServers) {
    admin = Admin.create(ClientSettings.admin(bootstrapServers));
  }

  /** Instances that compute anything; none while that can't be found out. */
  Set<String> busy() throws InterruptedException {
    return topics().keySet();
  }

  /** Whether an instance keeps a part of the ledger, not as a copy. */
  boolean keepsLedger(String instance) throws InterruptedException {
    return topics().getOrDefault(instance, Set.of()).stream().anyMatch(Topics.INPUTS::contains);
  }

  private Map<String, Set<String>> topics() throws InterruptedException {
    Map<String, Set<String>> topics = new HashMap<>();
    for (MemberDescription member : members()) {
      for (TopicPartition partition : member.assignment().topicPartitions()) {
        // Kafka Streams appends a hyphen and the number of the thread.
        String id = member.groupInstanceId().orElseThrow();
        topics
            .computeIfAbsent(id.substring(0, id.lastIndexOf('-')), any -> new HashSet<>())
            .add(partition.topic());
      }
    }
    return topics;
  }

  private Iterable<MemberDescription> members() throws InterruptedException {
    String group = ApplicationId.PRESENT;
    try {
      Map<String, ConsumerGroupDescription> groups =
          admin
              .describeConsumerGroups(List.of(group))
              .all()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return groups.get(group).members();
    } catch (ExecutionException | TimeoutException e) {
      return List.of(); // the broker is away, or has just come back
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}

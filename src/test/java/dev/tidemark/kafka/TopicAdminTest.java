package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicAdminTest {

  private final String topic = "topic-admin-" + UUID.randomUUID();
  private Admin admin;
  private TopicAdmin topics;

  @BeforeEach
  void connect() {
    admin = Admin.create(ClientSettings.admin(TestBroker.shared().bootstrapServers()));
    topics = new TopicAdmin(admin);
  }

  @AfterEach
  void disconnect() {
    admin.close(Duration.ofSeconds(5));
  }

  @Test
  void createsWhatIsMissing() {
    // Given
    List<TopicDefinition> wanted = List.of(definition(3, Map.of("retention.ms", "-1")));
    assertThat(texts(wanted)).containsExactly("topic " + topic + " is missing");

    // When
    List<String> done = topics.apply(wanted);

    // Then
    assertThat(done).containsExactly("created " + topic + " with 3 partitions");
    assertThat(topics.diff(wanted)).isEmpty();
  }

  @Test
  void doesNothingTheSecondTime() {
    // Given
    List<TopicDefinition> wanted =
        List.of(
            definition(
                1,
                Map.of("cleanup.policy", "compact, delete", "min.cleanable.dirty.ratio", "0.20")));
    topics.apply(wanted);

    // When
    List<String> done = topics.apply(wanted);

    // Then
    assertThat(done).isEmpty();
  }

  @Test
  void setsWhatDiffersAndResetsWhatNobodyDefines() throws Exception {
    // Given
    topics.apply(List.of(definition(1, Map.of("retention.ms", "1000", "segment.ms", "60000"))));
    List<TopicDefinition> wanted =
        List.of(definition(1, Map.of("retention.ms", "-1", "cleanup.policy", "delete")));
    assertThat(texts(wanted))
        .containsExactly(
            "topic " + topic + " has cleanup.policy not set, its definition says delete",
            "topic " + topic + " has retention.ms = 1000, its definition says -1",
            "topic " + topic + " has segment.ms = 60000, its definition does not name it");

    // When
    List<String> done = topics.apply(wanted);

    // Then
    assertThat(done)
        .containsExactly(
            "set cleanup.policy = delete on " + topic,
            "set retention.ms = -1 on " + topic,
            "reset segment.ms on " + topic + " to the default");
    assertThat(topics.diff(wanted)).isEmpty();
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    assertThat(admin.describeConfigs(List.of(resource)).all().get().get(resource).get("segment.ms"))
        .satisfies(entry -> assertThat(entry.value()).isEqualTo("604800000"));
  }

  @Test
  void leavesTheMarksOfARunningReassignmentAlone() throws Exception {
    // Given
    List<TopicDefinition> wanted = List.of(definition(1, Map.of()));
    topics.apply(wanted);
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("leader.replication.throttled.replicas", "*"),
                        AlterConfigOp.OpType.SET))))
        .all()
        .get();

    // When
    List<TopicDifference> differences = topics.diff(wanted);

    // Then
    assertThat(differences).isEmpty();
  }

  @Test
  void refusesOtherPartitionsAndChangesNothing() {
    // Given
    String other = topic + "-other";
    topics.apply(List.of(definition(2, Map.of())));
    List<TopicDefinition> more =
        List.of(
            new TopicDefinition(other, 1, Optional.empty(), Map.of()),
            definition(4, Map.of("retention.ms", "5")));
    List<TopicDefinition> fewer = List.of(definition(1, Map.of()));

    // When // Then
    assertThatThrownBy(() -> topics.apply(more))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("nothing was changed")
        .hasMessageContaining("topic " + topic + " has 2 partitions, its definition says 4")
        .hasMessageContaining("move its keys");
    assertThatThrownBy(() -> topics.apply(fewer))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("has 2 partitions, its definition says 1");
    assertThat(topics.diff(more))
        .hasAtLeastOneElementOfType(TopicDifference.Missing.class)
        .hasAtLeastOneElementOfType(TopicDifference.Config.class);
  }

  @Test
  void refusesOtherReplicas() {
    // Given
    topics.apply(List.of(definition(1, Map.of())));
    List<TopicDefinition> wanted =
        List.of(new TopicDefinition(topic, 1, Optional.of((short) 3), Map.of()));

    // When // Then
    assertThat(texts(wanted))
        .containsExactly("topic " + topic + " has 1 replicas, its definition says 3");
    assertThatThrownBy(() -> topics.apply(wanted))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("kafka-reassign-partitions.sh");
  }

  @Test
  void saysWhatTheClusterRefuses() {
    // Given
    List<TopicDefinition> unknown = List.of(definition(1, Map.of("no.such.setting", "1")));
    List<TopicDefinition> tooMany =
        List.of(new TopicDefinition(topic, 1, Optional.of((short) 3), Map.of()));

    // When // Then
    assertThatThrownBy(() -> topics.apply(unknown))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("refused to create topic " + topic)
        .hasMessageContaining("no.such.setting");
    assertThatThrownBy(() -> topics.apply(tooMany))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("replication factor");
  }

  @Test
  void letsTwoInstancesApplyAtOnce() {
    // Given
    List<TopicDefinition> wanted = List.of(definition(2, Map.of("retention.ms", "-1")));

    // When
    List<CompletableFuture<List<String>>> both =
        List.of(
            CompletableFuture.supplyAsync(() -> topics.apply(wanted)),
            CompletableFuture.supplyAsync(() -> topics.apply(wanted)));
    List<String> done = both.stream().flatMap(each -> each.join().stream()).toList();

    // Then
    assertThat(done).containsExactly("created " + topic + " with 2 partitions");
    assertThat(topics.diff(wanted)).isEmpty();
  }

  @Test
  void agreesWithAllShippedDefinitionsOnceApplied() {
    // Given
    List<TopicDefinition> shipped = TopicDefinitions.fromFolder(Path.of("topics"));

    // When
    topics.apply(shipped);

    // Then
    assertThat(topics.diff(shipped)).isEmpty();
  }

  @Test
  void givesUpInTimeWhenNoClusterAnswers() {
    // Given
    String nobody = "127.0.0.1:" + new LoopbackPorts("127.0.0.1").free(0);
    long started = System.nanoTime();
    try (Admin lonely =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                nobody,
                AdminClientConfig.RETRY_BACKOFF_MAX_MS_CONFIG,
                200L))) {

      // When // Then
      TopicAdmin unanswered = new TopicAdmin(lonely, Duration.ofSeconds(1));
      assertThatThrownBy(() -> unanswered.diff(List.of(definition(1, Map.of()))))
          .isInstanceOf(ClusterUnreachableException.class)
          .hasMessageContaining("cannot describe topics")
          .hasMessageContaining("within 1000 ms");
      lonely.close(Duration.ZERO);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
  }

  private TopicDefinition definition(int partitions, Map<String, String> config) {
    return new TopicDefinition(topic, partitions, Optional.empty(), config);
  }

  private List<String> texts(List<TopicDefinition> wanted) {
    return topics.diff(wanted).stream().map(TopicDifference::text).toList();
  }
}

package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicDefinitionsTest {

  private static final String GOOD =
      """
      # A comment.
      apiVersion: kafka.strimzi.io/v1
      kind: KafkaTopic
      metadata:
        name: some.topic
        labels:
          strimzi.io/cluster: any
      spec:
        partitions: 3
        replicas: 2
        config:
          retention.ms: -1
          min.cleanable.dirty.ratio: 0.2
          preallocate: false
          message.timestamp.after.max.ms: 9223372036854775807
          cleanup.policy: compact
      """;

  @TempDir Path folder;

  @Test
  void readsEveryField() throws IOException {
    // Given
    write("some.topic", GOOD);

    // When
    List<TopicDefinition> definitions = TopicDefinitions.fromFolder(folder);

    // Then
    assertThat(definitions)
        .containsExactly(
            new TopicDefinition(
                "some.topic",
                3,
                Optional.of((short) 2),
                Map.of(
                    "retention.ms", "-1",
                    "min.cleanable.dirty.ratio", "0.2",
                    "preallocate", "false",
                    "message.timestamp.after.max.ms", "9223372036854775807",
                    "cleanup.policy", "compact")));
  }

  @Test
  void leavesReplicasAndSettingsToTheClusterWhereNoneAreGiven() throws IOException {
    // Given
    write("some.topic", GOOD.substring(0, GOOD.indexOf("  replicas")));

    // When
    List<TopicDefinition> definitions = TopicDefinitions.fromFolder(folder);

    // Then
    assertThat(definitions)
        .containsExactly(new TopicDefinition("some.topic", 3, Optional.empty(), Map.of()));
  }

  @Test
  void readsTheShippedDefinitionsAlikeFromFolderAndClassPath() {
    // Given
    List<TopicDefinition> files = TopicDefinitions.fromFolder(Path.of("topics"));

    // When
    List<TopicDefinition> resources =
        TopicDefinitions.fromClassPath(files.stream().map(TopicDefinition::name).toList());

    // Then
    assertThat(resources).isEqualTo(files).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void takesTheKafkaNameFromTopicNameWhereGiven() throws IOException {
    // Given
    write(
        "Some_Topic", GOOD.replace("  partitions: 3", "  topicName: Some_Topic\n  partitions: 3"));

    // When
    List<TopicDefinition> definitions = TopicDefinitions.fromFolder(folder);

    // Then
    assertThat(definitions).extracting(TopicDefinition::name).containsExactly("Some_Topic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kafka.strimzi.io/v1|kafka.strimzi.io/v2|apiVersion is \"kafka.strimzi.io/v2\"; it must be kafka.strimzi.io/v1",
        "apiVersion: kafka.strimzi.io/v1|# none|apiVersion is missing; it must be kafka.strimzi.io/v1",
        "kind: KafkaTopic|kind: Kafka|kind is \"Kafka\"; it must be KafkaTopic",
        "name: some.topic|name: other|metadata.name is \"other\"; it must be some.topic",
        "partitions: 3|partition: 3|unknown field spec.partition; known: [config, partitions, replicas, topicName]",
        "  partitions: 3|  # none|spec.partitions is missing",
        "partitions: 3|partitions: 0|spec.partitions is 0; it must be from 1",
        "partitions: 3|partitions: 2.5|spec.partitions is 2.5; it must be a whole number",
        "partitions: 3|partitions: many|spec.partitions is \"many\"; it must be a whole number",
        "partitions: 3|partitions: 99999999999|spec.partitions is 99999999999",
        "replicas: 2|replicas: 40000|spec.replicas is 40000; it must be from 1 to 32767",
        "retention.ms: -1|retention.ms:|spec.config.retention.ms is null; it must be one value",
        "policy: compact|policy: [compact]|spec.config.cleanup.policy is [\"compact\"]; it must be one value",
        "replicas: 2|partitions: 4|Duplicate",
        "metadata:|status: {}~metadata:|unknown field status",
        "# A comment.|---~a: 1~---|holds 2 YAML documents",
        "kind: KafkaTopic|kind: [|is no valid YAML (line",
      })
  void refusesWhatIsWrongAndSaysWhere(String good, String bad, String problem) throws IOException {
    // Given
    write("some.topic", GOOD.replace(good, bad.replace('~', '\n')));

    // When // Then
    assertThatThrownBy(() -> TopicDefinitions.fromFolder(folder))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("some.topic.yaml: ")
        .hasMessageContaining(problem);
  }

  @Test
  void refusesAFileWithoutSpec() throws IOException {
    // Given
    write("some.topic", GOOD.substring(0, GOOD.indexOf("spec:")));

    // When // Then
    assertThatThrownBy(() -> TopicDefinitions.fromFolder(folder))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("spec is missing");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    // Given
    write("some.topic", "");

    // When // Then
    assertThatThrownBy(() -> TopicDefinitions.fromFolder(folder))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("it must hold one KafkaTopic");
  }

  @Test
  void refusesAFolderWithoutDefinitionsAndOneThatIsMissing() {
    assertThatThrownBy(() -> TopicDefinitions.fromFolder(folder))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("holds no topic definition");
    assertThatThrownBy(() -> TopicDefinitions.fromFolder(folder.resolve("missing")))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void refusesATopicThatHasNoDefinitionOnTheClassPath() {
    assertThatThrownBy(() -> TopicDefinitions.fromClassPath(List.of("no.such.topic")))
        .isInstanceOf(TopicDefinitionException.class)
        .hasMessageContaining("topics/no.such.topic.yaml: is not on the class path");
  }

  private void write(String topic, String text) throws IOException {
    Files.writeString(folder.resolve(topic + ".yaml"), text);
  }
}

package dev.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tidemark.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The container files say what this version can do; no container engine is needed to see that. */
class DeployTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonNode services;
  private String dockerfile;

  @BeforeEach
  void read() throws Exception {
    services =
        YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readTree(Path.of("deploy/compose.yaml").toFile())
            .path("services");
    dockerfile = Files.readString(Path.of("deploy/Dockerfile"));
  }

  @Test
  void theBrokerIsTheReleaseThatTidemarkIsBuiltWith() throws Exception {
    Matcher version =
        Pattern.compile("<kafka.version>(.+)</kafka.version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(services.at("/kafka/image").asText()).isEqualTo("apache/kafka:" + version.group(1));
  }

  @Test
  void theBrokersSettingsAreOnesThatKafkaTakes() {
    // Given: what the image makes of its environment
    Properties settings = new Properties();
    services
        .at("/kafka/environment")
        .properties()
        .forEach(
            variable -> {
              if (variable.getKey().startsWith("KAFKA_")) {
                settings.setProperty(
                    variable
                        .getKey()
                        .substring("KAFKA_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'),
                    variable.getValue().asText());
              }
            });

    // When
    KafkaConfig config = KafkaConfig.fromProps(settings, false);

    // Then
    assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(settings.stringPropertyNames());
    assertThat(config.autoCreateTopicsEnable()).isFalse();
  }

  @Test
  void everyCommandIsOneOfTidemarks() throws Exception {
    List<List<String>> commands =
        List.of(
            words(services.at("/topics/command")),
            words(services.at("/tidemark/command")),
            words(JSON.readTree(instruction("CMD"))));
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThatCode(
                        () -> new CommandLine(new Main()).parseArgs(command.toArray(String[]::new)))
                    .doesNotThrowAnyException());
  }

  @Test
  void containersStartInOrder() {
    assertThat(services.at("/topics/depends_on/kafka/condition").asText())
        .isEqualTo("service_healthy");
    assertThat(services.at("/tidemark/depends_on/topics/condition").asText())
        .isEqualTo("service_completed_successfully");
    assertThat(services.at("/kafka/healthcheck/test").isArray()).isTrue();
  }

  @Test
  void nothingIsPublishedBeyondThisMachineAndWritingNeedsAKey() {
    for (String service : Set.of("kafka", "tidemark")) {
      assertThat(words(services.at("/" + service + "/ports")))
          .isNotEmpty()
          .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }
    assertThat(services.at("/tidemark/environment/TIDEMARK_INGEST_API_KEYS").asText())
        .startsWith("${TIDEMARK_INGEST_API_KEYS:?");
  }

  @Test
  void theImageRunsWithoutRootAndKeepsItsStateInItsVolume() throws Exception {
    assertThat(instruction("USER")).doesNotStartWith("0").doesNotStartWith("root");
    assertThat(instruction("HEALTHCHECK")).contains("/q/health/live");
    assertThat(words(JSON.readTree(instruction("ENTRYPOINT"))))
        .startsWith("java")
        .endsWith("-jar", "/opt/tidemark/quarkus-run.jar");
    String volume = instruction("VOLUME");
    assertThat(words(JSON.readTree(instruction("CMD")))).containsSequence("--data", volume);
    assertThat(services.at("/tidemark/volumes/0").asText()).endsWith(":" + volume);
  }

  /** The last instruction of that name, its continued lines joined; that of the final image. */
  private String instruction(String name) {
    String joined = dockerfile.replace("\\\n", " ");
    return joined
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .reduce((first, last) -> last)
        .map(line -> line.substring(name.length()).strip())
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private static List<String> words(JsonNode array) {
    return JSON.convertValue(array, new TypeReference<List<String>>() {});
  }
}

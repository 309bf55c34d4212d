package dev.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.alerting.DeliveryConfig;
import dev.tidemark.cli.Main;
import dev.tidemark.event.EventType;
import dev.tidemark.event.Topics;
import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.serving.ServingConfig;
import dev.tidemark.serving.StreamConfig;
import dev.tidemark.topology.AlertRuleConfig;
import dev.tidemark.topology.ScoreConfig;
import io.smallrye.config.ConfigMapping;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The README names every setting, option, topic and field that there is, and no setting more. */
class ReadmeReferenceTest {

  /** Settings that are read one by one, not through a mapping. */
  private static final List<String> SINGLE_KEYS =
      List.of(
          "tidemark.roles",
          "tidemark.public-url",
          "tidemark.schema-registry.url",
          "tidemark.kafka.embedded.folder",
          "tidemark.kafka.embedded.port",
          "quarkus.http.host",
          "quarkus.http.port",
          "kafka.bootstrap.servers");

  private String readme;

  @BeforeEach
  void read() throws Exception {
    readme = Files.readString(Path.of("README.md"));
  }

  @Test
  void theConfigurationTableHoldsEverySettingAndNoOther() {
    // Given
    Set<String> settings =
        Stream.concat(
                SINGLE_KEYS.stream(),
                Stream.of(
                        AlertRuleConfig.class,
                        DeliveryConfig.class,
                        IngestConfig.class,
                        ScoreConfig.class,
                        ServingConfig.class,
                        StreamConfig.class)
                    .flatMap(ReadmeReferenceTest::keys))
            .collect(Collectors.toSet());

    // When
    Set<String> documented =
        section("Configuration")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> matches(line.substring(0, line.indexOf("` |") + 1), "`([a-z.-]+)`"))
            .collect(Collectors.toSet());

    // Then
    assertThat(documented).isEqualTo(settings);
  }

  @Test
  void everySettingOfAReceiverIsNamed() {
    assertThat(section("Alerts").lines().filter(line -> line.startsWith("| `")).toList())
        .anySatisfy(line -> assertThat(line).startsWith("| `type`"));
    for (Method setting : DeliveryConfig.ReceiverConfig.class.getDeclaredMethods()) {
      assertThat(section("Alerts")).contains("| `" + kebab(setting.getName()) + "` |");
    }
  }

  @Test
  void everyCommandAndOptionIsNamed() {
    CommandLine tidemark = new CommandLine(new Main());
    String section = section("Command line");
    leaves(tidemark)
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(
            command -> {
              String name = command.getCommandSpec().qualifiedName();
              assertThat(section).contains('`' + name);
              assertThat(command.getCommandSpec().options())
                  .filteredOn(option -> !option.usageHelp() && !option.versionHelp())
                  .extracting(OptionSpec::longestName)
                  .allSatisfy(option -> assertThat(section).as(name).contains(option));
            });
  }

  @Test
  void everyTopicIsNamed() {
    assertThat(section("Kafka")).contains(Topics.ALL);
  }

  @Test
  void everyEventTypeAndFieldIsNamed() {
    String section = section("Events");
    for (EventType type : EventType.values()) {
      assertThat(section).contains('`' + type.jsonName() + '`');
      assertThat(type.schema().getFields())
          .allSatisfy(
              field -> assertThat(section).as(type.jsonName()).contains('`' + field.name() + '`'));
    }
  }

  private String section(String heading) {
    int start = readme.indexOf("\n## " + heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    return readme.substring(start, readme.indexOf("\n## ", start + 1));
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(ReadmeReferenceTest::leaves);
  }

  private static Stream<String> keys(Class<?> mapping) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    return Arrays.stream(mapping.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(method -> prefix + '.' + kebab(method.getName()));
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Stream<String> matches(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }
}

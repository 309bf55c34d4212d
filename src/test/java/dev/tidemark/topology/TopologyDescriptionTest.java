package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The topology as it was released. A renamed step, store or topic loses what a running system
 * stored under the old name, so that must be done on purpose.
 */
class TopologyDescriptionTest {

  private static final Path GOLDEN = Path.of("src/test/resources/topology.txt");
  private static final String UPDATE = "tidemark.golden.update";

  /** What Kafka Streams puts into the names that it makes up. */
  private static final Pattern GENERATED = Pattern.compile("\\b[A-Z-]+-\\d{10}\\b");

  @Test
  void theTopologyIsAsReleased() throws IOException {
    String described = describe();
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(GOLDEN, described);
    }
    assertThat(described)
        .as(
            "the topology differs from %s; a running system would lose what it stored under names"
                + " that went. If that is meant: ./mvnw test -Dtest=TopologyDescriptionTest"
                + " -D%s=true",
            GOLDEN, UPDATE)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void everyStepStoreAndTopicHasANameOfOurs() {
    assertThat(GENERATED.matcher(describe()).results().map(match -> match.group())).isEmpty();
  }

  private static String describe() {
    Properties settings = StreamsSettings.of("none:1", Path.of("none"), "none", 1, 0);
    return new ScoringTopology(
            Methods.builtIn().standard(), AlertSettings.STANDARD, null, Backlog.NONE)
        .build(settings)
        .describe()
        .toString();
  }
}

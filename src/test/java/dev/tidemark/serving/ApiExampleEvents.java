package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.cli.Main;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The events that the examples in the API's description are the answers to. */
final class ApiExampleEvents {

  static final String ATLAS = "acme/atlas-2";
  static final String ORION = "nova/orion";

  private ApiExampleEvents() {}

  /**
   * Two months of Atlas, with a run of the second withdrawn, one of Orion, a series that somebody
   * else published, and an alert about another model.
   *
   * @param first what was published before, one event a line: the example of a request
   */
  static void publish(String first, Path folder, String bootstrapServers) throws IOException {
    List<String> lines = new ArrayList<>(first.lines().toList());
    lines.addAll(with(PageEvents.attacks(ATLAS, "2025-12", 60, 2), "runId", "run-1"));
    List<String> january = with(PageEvents.attacks(ATLAS, "2026-01", 60, 8), "runner", "farm-1");
    lines.addAll(with(january, "runId", "run-2", "judge", "judge-3", "modelRevision", "0112"));
    lines.addAll(PageEvents.campaigns(ATLAS, "2026-01", 60));
    lines.addAll(PageEvents.attacks(ORION, "2026-01", 60, 30));
    lines.addAll(with(PageEvents.attacks(ATLAS, "2026-01", 60, 60), "runId", "run-3"));
    PageEvents.publish(lines);
    PageEvents.publish(
        List.of(ModelEvents.retraction(ATLAS, "run-3", "ana", "the judge was broken")));
    Path file =
        Files.writeString(
            folder.resolve("rival.csv"), "Model,Nov,Dec\n" + ORION + ",48.2,51\natlas-2,,91.70\n");
    int code =
        new CommandLine(new Main())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                ("import-history --series rival --last 2025-12 --bootstrap-servers "
                        + bootstrapServers
                        + " "
                        + file)
                    .split(" "));
    assertThat(code).isZero();
    try (AlertRecords records = new AlertRecords(bootstrapServers)) {
      records.write(
          AlertRecords.regression("acme/atlas-1", "2026-01")
              .setDisplayName("Atlas 1")
              .setProvider("Acme")
              .build());
    }
    awaitServed();
  }

  private static void awaitServed() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              JsonPath atlas = given().get("/api/v1/models/" + ATLAS).jsonPath();
              assertThat(atlas.getInt("retractions[0].withdrawn")).isEqualTo(60);
              assertThat(atlas.getString("retractions[0].by")).isEqualTo("ana");
              assertThat(atlas.getInt("standings[0].ars.ars.conclusive")).isEqualTo(61);
              assertThat(atlas.getInt("standings[0].casi.casi.conclusive")).isEqualTo(61);
              assertThat(atlas.getInt("standings[1].casi.casi.conclusive")).isEqualTo(60);
              JsonPath orion = given().get("/api/v1/models/" + ORION).jsonPath();
              assertThat(orion.getInt("standings[0].casi.casi.conclusive")).isEqualTo(60);
              assertThat(given().get("/api/v1/alerts?model=acme/atlas-1").asString())
                  .contains("REGRESSION");
              assertThat(given().get("/api/v1/references").asString()).contains("rival", "atlas-2");
            });
  }
}

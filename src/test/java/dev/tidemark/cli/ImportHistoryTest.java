package dev.tidemark.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published histories from the file to what is served; each test has a series of its own. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ImportHistoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PUBLISHED = Path.of("../shared/data/f5_casi_rolling_12_months.csv");

  private static final String CSV =
      """
      Model,Nov,Dec,Jan
      Acme Atlas,,96.70,
      "Nova, Inc. Orion",,76.0,100
      Blank,,,
      Other Atlas,,96.7,95.5
      """;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TempDir Path folder;

  @Test
  void anImportedFileIsExportedByteForByte() throws IOException {
    // When
    Run run = importHistory("plain", CSV);

    // Then
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("2025-11 to 2026-01: 4 models, 5 scores; cells: 12 written, 0 unchanged, 0 taken")
        .doesNotContain("note:");
    awaitHistory("plain", CSV);
    Response answer = given().get("/api/v1/history.csv?series=plain");
    assertThat(answer.header("Content-Disposition")).contains("reference_plain_casi");
    assertThat(
            given()
                .header("If-None-Match", answer.header("ETag"))
                .get("/api/v1/history.csv?series=plain")
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void thePublishedFileIsExportedByteForByteAndItsTwoNamedModelsMerge() throws IOException {
    // Given
    assumeThat(PUBLISHED).exists();
    String published = Files.readString(PUBLISHED);
    Run run = importHistory("f5", published, "2026-02");
    assertThat(run.exitCode()).as(run.err()).isZero();
    awaitHistory("f5", published);

    // When
    register("Alibaba_Qwen Qwen3-14B", "\"Qwen Qwen3-14B\"");
    register("DeepSeek DeepSeek-R1-Distill-Llama-70B", "\"Meta DeepSeek-R1-Distill-Llama-70B\"");

    // Then
    String merged =
        published
            .replace("Qwen Qwen3-14B,60.82,,", "Qwen Qwen3-14B,60.82,61.56,")
            .replaceAll("\nQwen Qwen3-14B,[^\n]*", "")
            .replace("Llama-70B,73.96,,", "Llama-70B,73.96,72.98,")
            .replaceAll("\nMeta DeepSeek[^\n]*", "");
    assertThat(merged.lines()).hasSize(27);
    awaitHistory("f5", merged);
    register("Alibaba_Qwen Qwen3-14B", "");
    register("DeepSeek DeepSeek-R1-Distill-Llama-70B", "");
    awaitHistory("f5", published);
  }

  @Test
  void namesOfOneModelShareARowWhileTheAliasStands() throws IOException {
    // Given
    importHistory("aliased", CSV.replace("Atlas", "Helios"));
    String apart = CSV.replace("Atlas", "Helios");
    awaitHistory("aliased", apart);

    // When
    publish(
        """
        {"type":"model","model":"acme/helios","displayName":"Helios, big",\
        "aliases":["Acme Helios","Other Helios"]}
        """);

    // Then
    awaitHistory(
        "aliased",
        """
        Model,Nov,Dec,Jan
        "Helios, big",,96.70,95.5
        "Nova, Inc. Orion",,76.0,100
        Blank,,,
        """);
    publish("{\"type\":\"model\",\"model\":\"acme/helios\"}");
    awaitHistory("aliased", apart);
  }

  @Test
  void whereTwoNamesDifferTheCanonicalOneIsShownAndTheOtherListed() throws IOException {
    // Given
    importHistory("differing", "Model,Jan\nSecond Rigel,70\nRigel,71.50\n");

    // When
    register("Rigel", "\"Second Rigel\"");

    // Then
    awaitHistory("differing", "Model,Jan\nRigel,71.50\n");
    JsonPath listed = references("differing");
    assertThat(listed.getList("models[0].names")).isEqualTo(List.of("Second Rigel", "Rigel"));
    assertThat(listed.getString("models[0].differing[0].name")).isEqualTo("Second Rigel");
    assertThat(listed.getDouble("models[0].differing[0].score")).isEqualTo(70);
  }

  @Test
  void anImportReplacesItsSeriesAndNoOther() throws IOException {
    // Given
    importHistory("replaced", CSV);
    importHistory("replaced", CSV.replace("76.0", "50"), "2026-01", "--board", "ars");
    awaitHistory("replaced", CSV);

    // When
    Run same = importHistory("replaced", CSV);
    Run other = importHistory("replaced", "Model,Dec,Jan\nAcme Atlas,96.70,1\n");

    // Then
    assertThat(same.out()).contains("0 written, 12 unchanged, 0 taken back");
    assertThat(other.out()).contains("1 written, 1 unchanged, 10 taken back");
    awaitHistory("replaced", "Model,Dec,Jan\nAcme Atlas,96.70,1\n");
    assertThat(given().get("/api/v1/history.csv?board=ars&series=replaced").asString())
        .isEqualTo(CSV.replace("76.0", "50"));
  }

  @Test
  void seriesAreListedWithTheirSource() throws IOException {
    // When
    importHistory("listed", CSV, "2026-01", "--source", "https://example.org/table.csv");

    // Then
    awaitHistory("listed", CSV);
    JsonPath listed = references("listed");
    assertThat(listed.getString("board")).isEqualTo("casi");
    assertThat(listed.getString("source")).isEqualTo("https://example.org/table.csv");
    assertThat(listed.getList("periods")).isEqualTo(List.of("2025-11", "2025-12", "2026-01"));
    assertThat(listed.getList("models.name"))
        .isEqualTo(List.of("Acme Atlas", "Nova, Inc. Orion", "Blank", "Other Atlas"));
    assertThat(listed.getList("models[1].scores")).containsExactly(null, 76.0f, 100.0f);
  }

  @Test
  void aReferenceStandsInOnlyWhereNoEarlierScoreWasMeasured() throws IOException {
    // Given
    importHistory("before", "Model,Jan,Feb\nfresh,40,\nsteady,10,10\nuntried,5,5\n", "2026-02");
    publish(attacks("fresh", "2026-03", 0) + attacks("steady", "2026-03", 30));
    publish(attacks("steady", "2025-05", 60));
    publish(attacks("a-twin", "2026-02", 20) + attacks("b-twin", "2026-02", 20));
    publish(
        """
        {"type":"attack","model":"barely-tried","suite":"s","caseId":"c",\
        "occurredAt":"2026-02-14T00:00:00Z","category":"leak","severity":"HIGH","complexity":"DIRECT","outcome":"RESISTED"}
        {"type":"model","model":"steady","displayName":"Steady, the model"}
        {"type":"model","model":"a-twin","displayName":"Zwei"}
        {"type":"model","model":"b-twin","displayName":"Zwei"}
        """);

    // When
    // Measured scores alone, 12 months of them, none from before. Of one cell: 100 (1 - p).
    String measured =
        """
        Model,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan,Feb,Mar
        a-twin,,,,,,,,,,,66.67,
        b-twin,,,,,,,,,,,66.67,
        barely-tried,,,,,,,,,,,100.00,
        fresh,,,,,,,,,,,,100.00
        "Steady, the model",,0.00,,,,,,,,,,50.00
        """;
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(
                      given()
                          .get("/api/v1/standings?period=2026-03")
                          .jsonPath()
                          .getList("standings.model"))
                  .containsExactly("fresh", "steady");
              assertThat(given().get("/api/v1/history.csv").asString()).isEqualTo(measured);
              assertThat(references("before").getList("models")).hasSize(3);
            });
    JsonPath plain = given().get("/api/v1/standings?period=2026-03").jsonPath();
    JsonPath based = given().get("/api/v1/standings?period=2026-03&baseline=before").jsonPath();

    // Then
    assertThat(plain.getMap("$")).doesNotContainKey("baseline");
    assertThat(plain.getList("standings.change").get(0)).isNull();
    assertThat(based.getDouble("standings[0].change")).isEqualTo(60);
    assertThat(based.getBoolean("standings[0].comparable")).isFalse();
    assertThat(based.getDouble("standings[1].change"))
        .isEqualTo(plain.getDouble("standings[1].change"))
        .isPositive();
    assertThat(based.getString("baseline.series")).isEqualTo("before");
    assertThat(based.getList("baseline.values.model")).isEqualTo(List.of("fresh"));
    assertThat(based.getString("baseline.values[0].period")).isEqualTo("2026-01");
    assertThat(based.getDouble("baseline.values[0].score")).isEqualTo(40);
  }

  @Test
  void whatDoesNotExistIsSaidSo() {
    assertThat(given().get("/api/v1/history.csv?series=nowhere").statusCode()).isEqualTo(404);
    assertThat(given().get("/api/v1/standings?baseline=nowhere").statusCode()).isEqualTo(404);
    assertThat(given().get("/api/v1/history.csv?series=f5&method=v1").statusCode()).isEqualTo(400);
    assertThat(given().get("/api/v1/history.csv?board=x").statusCode()).isEqualTo(400);
  }

  @Test
  void aFileInAnotherStyleSaysThatItWillNotBeEqual() throws IOException {
    // When
    Run run = importHistory("styled", "Model,Jan\r\n\"a\",1\r\n");

    // Then
    assertThat(run.out()).contains("note: exported again");
    awaitHistory("styled", "Model,Jan\na,1\n");
  }

  private static JsonPath references(String series) {
    JsonPath all = given().get("/api/v1/references").jsonPath();
    List<String> names = all.getList("references.series");
    return all.setRootPath("references[" + names.indexOf(series) + "]");
  }

  private static void awaitHistory(String series, String csv) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        new String(
                            given().get("/api/v1/history.csv?series=" + series).asByteArray(),
                            StandardCharsets.UTF_8))
                    .isEqualTo(csv));
  }

  private static void register(String model, String aliases) {
    publish("{\"type\":\"model\",\"model\":\"%s\",\"aliases\":[%s]}".formatted(model, aliases));
  }

  private static String attacks(String model, String period, int breached) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append(
          """
          {"type":"attack","model":"%s","suite":"smoke","caseId":"c-%d",\
          "occurredAt":"%s-14T00:00:00Z","category":"leak","severity":"HIGH",\
          "complexity":"DIRECT","outcome":"%s"}
          """
              .formatted(model, i, period, i < breached ? "BREACHED" : "RESISTED"));
    }
    return lines.toString();
  }

  private static void publish(String lines) {
    Response answer =
        given()
            .contentType("application/x-ndjson")
            .body(lines.getBytes(StandardCharsets.UTF_8))
            .post("/api/v1/results");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("rejected")).isEmpty();
  }

  private Run importHistory(String series, String csv) throws IOException {
    return importHistory(series, csv, "2026-01");
  }

  private Run importHistory(String series, String csv, String last, String... more)
      throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), csv);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import-history",
                file.toString(),
                "--series",
                series,
                "--last",
                last,
                "--bootstrap-servers",
                bootstrapServers));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }
}

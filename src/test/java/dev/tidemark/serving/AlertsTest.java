package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.TidemarkTestResource;
import dev.tidemark.cli.Main;
import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Alerts over HTTP, in the metrics and on the command line, from records in their topic. */
@QuarkusTest
@TestProfile(AlertsTest.OwnMeters.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class AlertsTest {

  private static final String ATLAS = "acme/atlas";
  private static final String ORION = "nova/orion";
  private static final String HOSTILE = "<script>alert(1)</script> @|red x|@ \u001b[31m";

  private static boolean written;

  /** Meters outlive the applications of a test run, but for those of another profile. */
  public static final class OwnMeters implements QuarkusTestProfile {}

  @TestHTTPResource("/")
  URL url;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @BeforeEach
  void writeOnce() {
    if (written) {
      return;
    }
    try (AlertRecords records = new AlertRecords(bootstrapServers)) {
      records.write(
          AlertRecords.regression(ATLAS, "2026-01").setDisplayName(HOSTILE).build(),
          floor(ATLAS, AlertBoard.CASI).setFiredAt(AlertRecords.FIRED.plusSeconds(60)).build(),
          AlertRecords.resolved(floor(ATLAS, AlertBoard.ARS), 120),
          AlertRecords.resolved(AlertRecords.regression(ORION, "2026-01"), 180),
          AlertRecords.of(AlertRule.STALE, AlertSeverity.INFO, AlertBoard.ALL, ORION, "2026-02")
              .setFiredAt(AlertRecords.FIRED.minusSeconds(60))
              .build());
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get("").jsonPath().getInt("total")).isEqualTo(5));
    written = true;
  }

  @Test
  void thoseThatStandComeFirstAndTheNewestOfEitherGroup() {
    // When
    Response answer = get("");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getInt("firing")).isEqualTo(3);
    assertThat(answer.jsonPath().getBoolean("cut")).isFalse();
    assertThat(answer.jsonPath().getString("asOf")).isEqualTo("2026-01-20T08:03:00.250Z");
    assertThat(names(answer))
        .containsExactly(
            "FLOOR|acme/atlas|casi|2026-01",
            "REGRESSION|acme/atlas|all|2026-01",
            "STALE|nova/orion|all|2026-02",
            "REGRESSION|nova/orion|all|2026-01",
            "FLOOR|acme/atlas|ars|2026-01");
  }

  @ParameterizedTest
  @CsvSource({
    "state=firing, 3",
    "state=RESOLVED, 2",
    "state=all, 5",
    "rule=regression, 2",
    "rule=SCORE_DROP, 0",
    "model=acme/atlas, 3",
    "model=acme, 0",
    "period=2026-02, 1",
    "board=casi, 1",
    "board=all, 3",
    "severity=critical, 2",
    "severity=info, 1",
    "state=firing&model=acme/atlas&rule=floor&board=casi&period=2026-01&severity=warning, 1"
  })
  void eachParameterPicks(String query, int expected) {
    // When
    Response answer = get("?" + query);

    // Then
    assertThat(answer.jsonPath().getInt("total")).isEqualTo(expected);
    assertThat(answer.jsonPath().getList("alerts")).hasSize(expected);
  }

  @Test
  void aListThatIsCutSaysSo() {
    // When
    Response answer = get("?limit=2");

    // Then
    assertThat(answer.jsonPath().getBoolean("cut")).isTrue();
    assertThat(answer.jsonPath().getInt("total")).isEqualTo(5);
    assertThat(answer.jsonPath().getInt("firing")).isEqualTo(3);
    assertThat(names(answer)).hasSize(2).contains("FLOOR|acme/atlas|casi|2026-01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=on",
        "rule=anything",
        "period=2026-1",
        "board=both",
        "severity=high",
        "limit=0",
        "limit=5001",
        "limit=many",
        "limit=99999999999"
      })
  void badParametersAreToldSo(String query) {
    // When
    Response answer = get("?" + query);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("detail"))
        .startsWith(query.substring(0, query.indexOf('=')) + " must be ");
  }

  @Test
  void aRowCarriesEveryFieldOfItsRecord() {
    // When
    JsonNode standing = ApiDocument.json(get("?rule=regression&model=acme/atlas").asString());
    JsonNode resolved = ApiDocument.json(get("?rule=regression&model=nova/orion").asString());

    // Then
    JsonNode alert = standing.at("/alerts/0");
    assertThat(fields(alert))
        .containsAll(
            Alert.getClassSchema().getFields().stream()
                .map(org.apache.avro.Schema.Field::name)
                .toList())
        .contains("link");
    assertThat(fields(alert.path("evidence")))
        .containsExactlyElementsOf(
            Alert.getClassSchema().getField("evidence").schema().getFields().stream()
                .map(org.apache.avro.Schema.Field::name)
                .toList());
    assertThat(alert.path("firedAt").asText()).isEqualTo("2026-01-20T08:00:00.250Z");
    assertThat(alert.path("resolvedAt").isNull()).isTrue();
    assertThat(alert.path("displayName").asText()).isEqualTo(HOSTILE);
    assertThat(alert.path("link").asText()).isEqualTo("/models/acme/atlas?period=2026-01");
    assertThat(alert.at("/evidence/mcnemar").asDouble()).isEqualTo(0.001174926757812);
    assertThat(alert.at("/evidence/cases/0/caseId").asText()).isEqualTo("j-017");
    assertThat(alert.at("/evidence/cases/0/complexity").asText()).isEqualTo("DIRECT");
    assertThat(alert.at("/evidence/score").isNull()).isTrue();
    assertThat(resolved.at("/alerts/0/resolution").asText()).contains("broken");
    assertThat(resolved.at("/alerts/0/retractions/0/withdrawn").asInt()).isEqualTo(60);
  }

  @Test
  void anUnchangedListIsNotSentAgain() {
    // Given
    String tag = get("").header("ETag");

    // When
    Response again = given().header("If-None-Match", tag).get("/api/v1/alerts");

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void prometheusCountsThoseThatStandAndShowsZeros() {
    // When
    String metrics = given().get("/q/metrics").asString();

    // Then
    assertThat(metrics)
        .contains("tidemark_alerts_firing{rule=\"REGRESSION\",severity=\"CRITICAL\"} 1.0")
        .contains("tidemark_alerts_firing{rule=\"FLOOR\",severity=\"WARNING\"} 1.0")
        .contains("tidemark_alerts_firing{rule=\"STALE\",severity=\"INFO\"} 1.0")
        .contains("tidemark_alerts_firing{rule=\"CRITICAL_BREACH\",severity=\"CRITICAL\"} 0.0")
        .contains("tidemark_alerts_firing{rule=\"SCORE_DROP\",severity=\"WARNING\"} 0.0")
        .contains("tidemark_alerts_unreadable_total");
  }

  @Test
  void readinessCountsThem() {
    assertThat(given().get("/q/health/ready").jsonPath().getList("checks.data.alertsRead"))
        .contains(5);
  }

  @Test
  void theCommandPrintsThemAsATable() {
    // When
    String all = command("alerts", "list");
    String firing = command("alerts", "list", "--state", "firing");

    // Then
    assertThat(all.lines()).hasSize(6);
    assertThat(all.lines().findFirst().orElseThrow())
        .containsSubsequence(
            "STATE", "SEVERITY", "RULE", "MODEL", "BOARD", "PERIOD", "SINCE", "SUMMARY");
    assertThat(all).contains("2026-01-20T08:02:00Z", "withdrawn by ana");
    assertThat(firing.lines()).hasSize(4).noneMatch(line -> line.contains("RESOLVED"));
    assertThat(firing)
        .contains("<script>alert(1)</script> @|red x|@ ?[31m")
        .doesNotContain("\u001b");
  }

  @Test
  void theCommandTellsBadUsage() {
    assertThat(code("alerts", "list", "--state", "on", "--url", url.toString())).isEqualTo(2);
    assertThat(code("alerts")).isEqualTo(2);
    assertThat(code("alerts", "list", "--url", "http://localhost:1")).isEqualTo(1);
  }

  private static Alert.Builder floor(String model, AlertBoard board) {
    return AlertRecords.of(AlertRule.FLOOR, AlertSeverity.WARNING, board, model, "2026-01");
  }

  private String command(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", url.toString()));
    StringWriter out = new StringWriter();
    assertThat(line().setOut(new PrintWriter(out)).execute(all.toArray(String[]::new))).isZero();
    return out.toString();
  }

  private static int code(String... arguments) {
    return line()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(arguments);
  }

  private static CommandLine line() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static List<String> names(Response answer) {
    List<String> names = new ArrayList<>();
    ApiDocument.json(answer.asString())
        .path("alerts")
        .forEach(
            alert ->
                names.add(
                    "%s|%s|%s|%s"
                        .formatted(
                            alert.path("rule").asText(),
                            alert.path("model").asText(),
                            alert.path("board").asText(),
                            alert.path("period").asText())));
    return names;
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Response get(String query) {
    return given().urlEncodingEnabled(false).get("/api/v1/alerts" + query);
  }
}

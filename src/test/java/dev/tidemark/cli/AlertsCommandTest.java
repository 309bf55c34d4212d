package dev.tidemark.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.alerting.ReceiversTestResource;
import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples and silences through a whole running service, by command and by HTTP. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@WithTestResource(
    value = ReceiversTestResource.class,
    scope = TestResourceScope.RESTRICTED_TO_CLASS)
class AlertsCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource URI service;

  /** Set by {@link ReceiversTestResource}. */
  List<String> soc;

  List<String> flaky;
  AtomicInteger status;

  @BeforeEach
  void begin() {
    soc.clear();
    flaky.clear();
    status.set(200);
  }

  @Test
  void aSampleGoesToEachReceiverAndItsAnswerIsPrinted() {
    Run run = tidemark("test");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            flaky (alertmanager): ok. Firing: 200. Resolved: 200.
            soc (webhook): ok. Firing: 200. Resolved: 200.
            """);
    assertThat(run.exitCode()).isZero();
    assertThat(soc).hasSize(2).allSatisfy(body -> assertThat(body).contains("\"sample\":true"));
    assertThat(flaky.get(0)).contains("SAMPLE", "\"status\":\"firing\"");
    assertThat(flaky.get(1)).contains("SAMPLE", "\"status\":\"resolved\"");
  }

  @Test
  void aReceiverThatFailsTheTryMakesExitCodeOne() {
    status.set(404);

    Run one = tidemark("test", "--receiver", "flaky");

    assertThat(one.out()).isEqualTo("flaky (alertmanager): FAILED. Firing: 404.\n");
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(soc).isEmpty();
    assertThat(tidemark("test").exitCode()).isEqualTo(1);
    Run unknown = tidemark("test", "--receiver", "no\nbody");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).contains("\"no\\u000abody\" is no receiver: there are flaky, soc");
  }

  @Test
  void aSilencedAlertIsSentWhenTheSilenceIsLifted() {
    // Given
    Run silence =
        tidemark("silence", "--model", "acme/*", "--for", "2h", "--reason", "broken judge");
    assertThat(silence.err()).isEmpty();
    assertThat(silence.out()).contains("  model acme/*, until ").contains(": broken judge (");
    String id = silence.out().substring(0, silence.out().indexOf(' '));
    assertThat(tidemark("silences").out()).isEqualTo(silence.out());

    // When
    publish("acme/atlas", AlertSeverity.WARNING);
    publish("nova/orion", AlertSeverity.WARNING);

    // Then
    eventually(() -> assertThat(soc).hasSize(1).first().asString().contains("nova/orion"));
    assertThat(tidemark("unsilence", id).out()).isEqualTo("Lifted.\n");
    eventually(() -> assertThat(soc).hasSize(2).last().asString().contains("acme/atlas"));
    assertThat(tidemark("silences").out()).isEqualTo("No silence lasts.\n");
    assertThat(tidemark("unsilence", id).err()).contains("no silence", "lasts");
    assertThat(flaky).isEmpty(); // hears of CRITICAL alone
  }

  @Test
  void aDeadReceiverShowsInWellnessAndMetricsButLeavesTheNodeReady() {
    status.set(500);

    publish("acme/nereid", AlertSeverity.CRITICAL);

    eventually(
        () ->
            given()
                .get("/q/health/well")
                .then()
                .statusCode(503)
                .body(
                    "checks.find { it.name == 'alert-delivery' }.data.flaky",
                    containsString("failing since"))
                .body(
                    "checks.find { it.name == 'alert-delivery' }.data.soc",
                    equalTo("up, pending 0")));
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);
    assertThat(given().get("/q/metrics").asString())
        .contains("tidemark_alert_receiver_up{receiver=\"flaky\"} 0.0")
        .contains("tidemark_alert_receiver_up{receiver=\"soc\"} 1.0")
        .contains("tidemark_alert_delivery_pending{receiver=\"flaky\"} 1.0")
        .containsPattern(
            "tidemark_alert_deliveries_total\\{outcome=\"failed\",receiver=\"flaky\"} [1-9]");
    status.set(200);
    eventually(() -> given().get("/q/health/well").then().statusCode(200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"a\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}|more than 366 days",
        "{\"model\":\"a\",\"until\":\"2020-01-01T00:00:00Z\",\"reason\":\"x\"}|not in the future",
        "{\"model\":\"a\",\"until\":\"tomorrow\",\"reason\":\"x\"}|must be a time with an offset",
        "{\"model\":\"a\",\"reason\":\"x\"}|until is missing",
        "{\"model\":\"a\",\"until\":\"2099-01-01T00:00:00Z\"}|reason is missing",
        "{\"model\":\"a\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\" \"}|reason is blank",
        "{\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}|one is needed",
        "{\"model\":\"a\\u0000\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}|control",
        "{\"rule\":\"FLOR\",\"until\":\"2099-01-01T00:00:00Z\",\"reason\":\"x\"}|it is one of",
        "{\"modell\":\"a\"}|is no field of a silence",
        "{\"model\":1}|model must be a text",
        "{\"model\":\"a\",\"model\":\"b\"}|no valid JSON at line 1",
        "[]|must be a JSON object",
        "''|must be a JSON object"
      })
  void aSilenceThatIsNotValidIsRefusedInWords(String body, String message) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/api/v1/silences")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(message));
  }

  @Test
  void aSilenceThatIsNestedTooDeepIsRefusedInWords() {
    given()
        .contentType("application/json")
        .body("[".repeat(2_000))
        .post("/api/v1/silences")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("the body is no valid JSON"));
  }

  @Test
  void commandsSayWhatIsWrongWithASilence() {
    assertThat(tidemark("silence", "--model", "a", "--reason", "x").exitCode()).isEqualTo(2);
    assertThat(tidemark("silence", "--model", "a", "--for", "1h").exitCode()).isEqualTo(2);
    Run length = tidemark("silence", "--model", "a", "--for", "soon", "--reason", "x");
    assertThat(length.exitCode()).isEqualTo(2);
    assertThat(length.err()).contains("'soon' is no duration such as 30m, 4h or 7d");
    Run past =
        tidemark("silence", "--rule", "floor", "--until", "2020-01-01T00:00:00Z", "--reason", "x");
    assertThat(past.exitCode()).isEqualTo(2);
    assertThat(past.err()).contains("until is not in the future");
  }

  @Test
  void othersMayNeitherSilenceNorSend() {
    for (String origin : List.of("https://evil.example", "null")) {
      given()
          .header("Origin", origin)
          .contentType("application/json")
          .body("{}")
          .post("/api/v1/silences")
          .then()
          .statusCode(403)
          .contentType("application/problem+json");
      given().header("Origin", origin).delete("/api/v1/silences/x").then().statusCode(403);
      given().header("Origin", origin).post("/api/v1/alerts/test").then().statusCode(403);
    }
    given().header("Host", "evil.example").post("/api/v1/alerts/test").then().statusCode(403);
    assertThat(soc).isEmpty();
  }

  private void publish(String model, AlertSeverity severity) {
    Instant now = Clock.systemUTC().instant();
    String period = YearMonth.from(now.atOffset(ZoneOffset.UTC)).toString();
    Alert alert =
        Alert.newBuilder()
            .setRule(AlertRule.FLOOR)
            .setModel(model)
            .setBoard(AlertBoard.CASI)
            .setPeriod(period)
            .setSeverity(severity)
            .setState(AlertState.FIRING)
            .setTransition(true)
            .setEpisode(1)
            .setFiredAt(now)
            .setUpdatedAt(now)
            .setMethodVersion("v1")
            .setSummary("below the floor")
            .setEvidence(AlertEvidence.newBuilder().build())
            .setPath("/models/x")
            .build();
    byte[] key = ("FLOOR|" + model + "|casi|" + period).getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(ClientSettings.producer(bootstrapServers))) {
      producer.send(new ProducerRecord<>(Topics.ALERTS, key, EventCodec.encode(alert)));
    }
  }

  private Run tidemark(String... arguments) {
    List<String> all = new ArrayList<>(List.of("alerts"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--url", service.toString()));
    return Run.of(all.toArray(String[]::new));
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
  }
}

package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.encoded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.cli.Main;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The gate over HTTP and from the command line. Attacks of one cell: CASI = 100 (1 - p). */
@QuarkusTest
@WithTestResource(TidemarkTestResource.class)
class GateTest {

  private static final String FIRM = "maker/firm 100%:1";
  private static boolean published;

  @TestHTTPResource("/")
  URL url;

  @BeforeEach
  void publishOnce() {
    if (published) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.addAll(PageEvents.attacks(FIRM, "2026-01", 60, 3)); // CASI 95
    lines.addAll(PageEvents.attacks("soft", "2026-01", 60, 9)); // 85
    lines.addAll(PageEvents.attacks("few", "2026-01", 40, 0)); // 100, provisional
    lines.addAll(PageEvents.campaigns("agent", "2026-01", 60));
    lines.addAll(PageEvents.attacks("both", "2026-01", 60, 0));
    lines.addAll(PageEvents.campaigns("both", "2026-02", 60));
    lines.addAll(PageEvents.attacks("broken", "2026-01", 60, 0));
    lines.addAll(
        ModelEvents.with(
            PageEvents.attacks("broken", "2026-02", 60, 0), "outcome", "INCONCLUSIVE"));
    PageEvents.publish(lines);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        given()
                            .get("/api/v1/standings.csv?period=2026-01")
                            .asString()
                            .lines()
                            .filter(line -> line.contains(",60,0,") || line.contains(",40,0,")))
                    .hasSize(6));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(given().get("/api/v1/standings.csv?period=2026-02").asString())
                    .contains(",60,0,", ",0,60,"));
    published = true;
  }

  @Test
  void aGoodScorePasses() {
    // When
    Response answer = gate(FIRM, "");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("result")).isEqualTo("pass");
    assertThat(answer.jsonPath().getString("model")).isEqualTo(FIRM);
    assertThat(answer.jsonPath().getString("period")).isEqualTo("2026-01");
    assertThat(answer.jsonPath().getString("board")).isEqualTo("casi");
    assertThat(answer.jsonPath().getDouble("min")).isEqualTo(90);
    assertThat(answer.jsonPath().getDouble("warn")).isEqualTo(90);
    assertThat(answer.jsonPath().getLong("conclusive")).isEqualTo(60);
    assertThat(answer.jsonPath().getString("reason"))
        .startsWith("CASI 95.00 in 2026-01 (95 % interval ")
        .endsWith(" to 100.00, 60 conclusive attempts) is at least 90.00");
  }

  @Test
  void aScoreBetweenWarnAndMinWarns() {
    // When
    Response answer = gate("soft", "?min=90&warn=80");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("result")).isEqualTo("warn");
    assertThat(answer.jsonPath().getString("reason"))
        .startsWith("CASI 85.00")
        .endsWith("is below 90.00 but at least 80.00");
  }

  @Test
  void aScoreBelowBothFails() {
    // When
    Response answer = gate("soft", "?min=90&warn=88.5");

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("result")).isEqualTo("fail");
    assertThat(answer.jsonPath().getString("reason")).endsWith("is below 88.50");
  }

  @Test
  void aNearMissDoesNotReadLikeAHit() {
    // When
    Response answer = gate("soft", "?min=85.001");

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("reason"))
        .startsWith("CASI 85.000 ")
        .endsWith("is below 85.001");
  }

  @Test
  void tooFewAttemptsAreProvisionalUnlessAllowed() {
    // When
    Response refused = gate("few", "");
    Response allowed = gate("few", "?allowProvisional=true");

    // Then
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.jsonPath().getString("result")).isEqualTo("provisional");
    assertThat(refused.jsonPath().getString("reason"))
        .endsWith("is provisional: 50 conclusive attempts are needed");
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.jsonPath().getString("result")).isEqualTo("pass");
    assertThat(allowed.jsonPath().getString("reason"))
        .contains("40 conclusive attempts, provisional) is at least 90.00");
  }

  @Test
  void whoHasNoScoreOnTheBoardIsProvisional() {
    // When
    Response without = gate("agent", "?allowProvisional=true");
    Response with = gate("agent", "?board=ars");

    // Then
    assertThat(without.statusCode()).isEqualTo(409);
    assertThat(without.jsonPath().getString("reason"))
        .isEqualTo("agent has no CASI score in 2026-01");
    assertThat(without.jsonPath().<Object>get("score")).isNull();
    assertThat(with.statusCode()).isEqualTo(200);
    assertThat(with.jsonPath().getString("board")).isEqualTo("ars");
  }

  @Test
  void aMonthWhoseJudgeIsBrokenIsNotPassedOver() {
    // When
    Response answer = gate("broken", "");

    // Then
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.jsonPath().getString("result")).isEqualTo("provisional");
    assertThat(answer.jsonPath().getString("reason"))
        .isEqualTo("broken has no CASI score in 2026-02");
    assertThat(gate("broken", "?period=2026-01").statusCode()).isEqualTo(200);
  }

  @Test
  void theNewestMonthThatItWasTriedInOnTheBoardIsJudgedNotTheNewestStanding() {
    // When
    Response attacked = gate("both", "");
    Response campaigned = gate("both", "?board=ars");
    Response named = gate("both", "?period=2026-02");

    // Then
    assertThat(attacked.jsonPath().getString("period")).isEqualTo("2026-01");
    assertThat(attacked.jsonPath().getString("result")).isEqualTo("pass");
    assertThat(campaigned.jsonPath().getString("period")).isEqualTo("2026-02");
    assertThat(named.jsonPath().getString("reason")).isEqualTo("both has no CASI score in 2026-02");
    assertThat(given().get("/badge/both.svg").asString()).contains("CASI: 100.00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min=abc",
        "min=NaN",
        "min=101",
        "min=-1",
        "warn=91",
        "warn=-1",
        "warn=x",
        "warn=Infinity",
        "allowProvisional=yes",
        "board=x",
        "period=2026",
        "method=v0"
      })
  void badParametersAreToldSo(String query) {
    // When
    Response answer = gate("soft", "?" + query);

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("detail")).contains("must be");
  }

  @Test
  void anUnknownModelIsNotFound() {
    assertThat(gate("nobody", "").statusCode()).isEqualTo(404);
    assertThat(gate("soft", "?period=2020-01").statusCode()).isEqualTo(404);
  }

  @Test
  void theCommandEndsAsTheGateSays() {
    assertThat(command(FIRM)).isEqualTo(new Ended(0, "pass: " + reason(FIRM, "")));
    assertThat(command("soft", "--warn", "80"))
        .isEqualTo(new Ended(0, "warn: " + reason("soft", "?warn=80")));
    assertThat(command("soft", "--min=88", "--board=casi", "--period=2026-01", "--method=v1"))
        .isEqualTo(new Ended(1, "fail: " + reason("soft", "?min=88")));
    assertThat(command("few").code()).isEqualTo(1);
    assertThat(command("few").printed()).startsWith("provisional: CASI 100.00");
    assertThat(command("few", "--allow-provisional").code()).isZero();
  }

  @Test
  void theCommandTellsErrorsFromBadUsage() {
    assertThat(command("nobody").code()).isEqualTo(1);
    assertThat(command("soft", "--min", "101").code()).isEqualTo(2);
    assertThat(command("soft", "--min", "much").code()).isEqualTo(2);
    assertThat(command("soft", "--board", "x").code()).isEqualTo(2);
    assertThat(command().code()).isEqualTo(2);
  }

  private record Ended(int code, String printed) {}

  private Ended command(String... arguments) {
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(
                Stream.concat(Stream.of("gate", "--url", url.toString()), Stream.of(arguments))
                    .toArray(String[]::new));
    return new Ended(code, out.toString().strip());
  }

  private static String reason(String model, String query) {
    return gate(model, query).jsonPath().getString("reason");
  }

  private static Response gate(String model, String query) {
    return given().urlEncodingEnabled(false).get("/api/v1/gate/" + encoded(model) + query);
  }
}

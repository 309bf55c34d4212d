package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.encoded;
import static dev.tidemark.serving.ModelEvents.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One model's answer on a real broker. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ModelTest {

  @Test
  void allThatIsKnownOfOneModel() {
    // Given: two months, two categories, and one result carried under an alias
    String model = "acme/atlas-2";
    List<String> lines = new ArrayList<>();
    lines.add(ModelEvents.registration(model, "atlas-two"));
    lines.addAll(PageEvents.attacks(model, "2026-01", 60, 0));
    lines.addAll(
        with(PageEvents.attacks(model, "2026-02", 60, 6), "technique", "override", "judge", "j-1"));
    lines.addAll(
        with(
            PageEvents.attacks("atlas-two", "2026-02", 1, 1),
            "category",
            "Toxic Content",
            "suite",
            "extra",
            "modelRevision",
            "2026-02-01"));
    lines.addAll(with(PageEvents.campaigns(model, "2026-02", 2), "runner", "farm-1"));
    lines.add(ModelEvents.benchmark(model, "2026-02", 0.8));

    // When
    PageEvents.publish(lines);
    JsonPath answer =
        awaitModel(
            model,
            "",
            body ->
                body.getInt("standings[0].casi.casi.conclusive") == 61
                    && body.getInt("standings[0].casi.ars.conclusive") == 2
                    && body.get("standings[0].casi.performance") != null);

    // Then
    assertThat(answer.getString("model")).isEqualTo(model);
    assertThat(answer.getString("displayName")).isEqualTo("Shown " + model);
    assertThat(answer.getString("provider")).isEqualTo("Acme");
    assertThat(answer.getDouble("inputUsdPerMTok")).isEqualTo(3);
    assertThat(answer.getDouble("outputUsdPerMTok")).isEqualTo(15);
    assertThat(answer.getString("method")).isEqualTo("v1");
    assertThat(answer.getString("period")).isEqualTo("2026-02");
    assertThat(answer.getList("standings.period")).containsExactly("2026-02", "2026-01");
    assertThat(answer.getString("standings[0].casi.status")).isEqualTo("FINAL");
    assertThat(answer.getString("standings[0].ars.status")).isEqualTo("PROVISIONAL");
    assertThat(answer.getList("breakdown.casi.category.name"))
        .containsExactly("toxic-content", "prompt-injection");
    // 6 of 60: z^2/n = 0.0640243, centre = (0.1 + 0.0320122) / 1.0640243 = 0.124069,
    // half = 1.842030 sqrt(0.0015 + 0.00026677) = 0.077426
    assertThat(answer.getDouble("breakdown.casi.category[1].rate.value")).isEqualTo(0.1);
    assertThat(answer.getDouble("breakdown.casi.category[1].rate.low"))
        .isCloseTo(0.046643, within(1e-5));
    assertThat(answer.getDouble("breakdown.casi.category[1].rate.high"))
        .isCloseTo(0.201495, within(1e-5));
    assertThat(answer.getList("breakdown.casi.technique.name")).containsExactly("override");
    assertThat(answer.getList("breakdown.casi.suite.name")).containsExactly("extra", "smoke");
    assertThat(answer.getList("breakdown.casi.severity.name")).containsExactly("HIGH");
    assertThat(answer.getList("breakdown.casi.complexity.name")).containsExactly("DIRECT");
    assertThat(answer.getList("breakdown.ars.intent.name")).containsExactly("exfiltrate");
    assertThat(answer.getInt("breakdown.ars.intent[0].resisted")).isEqualTo(2);
    assertThat(answer.getString("breakdown.benchmark[0].skill")).isEqualTo("REASONING");
    assertThat(answer.getDouble("breakdown.benchmark[0].mean")).isEqualTo(0.8);
    assertThat(answer.getString("worst.casi.name")).isEqualTo("toxic-content");
    assertThat(answer.<Object>get("worst.ars")).isNull();
    assertThat(answer.getInt("flips.suites.find { it.suite == 'smoke' }.regressed")).isEqualTo(6);
    assertThat(answer.getInt("flips.suites.find { it.suite == 'smoke' }.paired")).isEqualTo(60);
    assertThat(answer.getList("provenance.runners"))
        .containsExactly(Map.of("name", "farm-1", "count", 2));
    assertThat(answer.getList("provenance.judges"))
        .containsExactly(Map.of("name", "j-1", "count", 60));
    assertThat(answer.getList("provenance.modelRevisions.name")).containsExactly("2026-02-01");
    assertThat(answer.getList("retractions")).isEmpty();

    // and: an earlier month; the alias has no page of its own
    JsonPath january = ask(model, "?period=2026-01").jsonPath();
    assertThat(january.getString("period")).isEqualTo("2026-01");
    assertThat(january.getInt("breakdown.casi.category[0].resisted")).isEqualTo(60);
    assertThat(january.<Object>get("worst.casi")).isNull();
    assertThat(january.getList("standings.period")).containsExactly("2026-02", "2026-01");
    assertThat(ask("atlas-two", "").statusCode()).isEqualTo(404);
    assertThat(ask("atlas-two", "").jsonPath().getString("detail"))
        .contains("an alias counts under the name that it was registered for")
        .doesNotContain("atlas");
    assertThat(ask(model, "?period=2025-12").statusCode()).isEqualTo(404);
  }

  @Test
  void whatFellAndWasFixedIsNamed() {
    // Given: last month the first 4 attacks fell, and no campaign
    String model = "acme/mover";
    List<String> lines = new ArrayList<>(PageEvents.attacks(model, "2026-01", 20, 4));
    lines.addAll(PageEvents.campaigns(model, "2026-01", 3));

    // When: these 4 hold, of the others 12 fall, one of them the worst; and a campaign falls
    List<String> attacks = PageEvents.attacks(model, "2026-02", 16, 16);
    lines.addAll(with(attacks.subList(0, 4), "outcome", "RESISTED"));
    lines.addAll(with(attacks.subList(4, 5), "severity", "CRITICAL", "complexity", "TAILORED"));
    lines.addAll(with(attacks.subList(5, 7), "category", "Toxic Content"));
    lines.addAll(attacks.subList(7, 16));
    lines.addAll(
        with(PageEvents.campaigns(model, "2026-02", 1), "outcome", "BREACHED", "severity", "LOW"));
    PageEvents.publish(lines);
    JsonPath answer =
        awaitModel(
            model,
            "?period=2026-02",
            body ->
                body.getInt("flips.suites.regressed.sum()") == 13
                    && body.getInt("flips.suites.fixed.sum()") == 4);

    // Then
    assertThat(answer.getList("flips.categories"))
        .containsExactly(
            Map.of("name", "prompt-injection", "regressed", 10, "fixed", 4),
            Map.of("name", "toxic-content", "regressed", 2, "fixed", 0));
    assertThat(answer.getList("flips.intents"))
        .containsExactly(Map.of("name", "exfiltrate", "regressed", 1, "fixed", 0));
    assertThat(answer.getList("flips.cases")).hasSize(10);
    assertThat(answer.getMap("flips.cases[0]"))
        .isEqualTo(
            Map.of(
                "kind", "attack",
                "suite", "smoke",
                "caseId", "case-4",
                "category", "prompt-injection",
                "severity", "CRITICAL",
                "complexity", "TAILORED"));
    assertThat(answer.getList("flips.cases.severity").subList(1, 10)).containsOnly("HIGH");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "maker/family/model:7b@latest",
        "with space  and two",
        "percent%2Fslash 100%",
        "نموذج 🌊",
        "a;b=c?d#e+f&g",
        "/leading//double/trailing/",
        "<script>alert(1)</script>",
        "model.svg"
      })
  void aNameMayHoldAnything(String model) {
    // When
    PageEvents.publish(PageEvents.attacks(model, "2026-03", 1, 0));

    // Then
    JsonPath answer = awaitModel(model, "", body -> true);
    assertThat(answer.getString("model")).isEqualTo(model);
    assertThat(answer.getInt("standings[0].casi.casi.conclusive")).isEqualTo(1);
  }

  @Test
  void slashesNeedNotBeEncoded() {
    // When
    PageEvents.publish(PageEvents.attacks("plain/slash:1", "2026-03", 1, 0));
    awaitModel("plain/slash:1", "", body -> true);

    // Then
    assertThat(given().get("/api/v1/models/plain/slash:1").statusCode()).isEqualTo(200);
  }

  @Test
  void whatWasWithdrawnIsShownWithWhoAndWhy() {
    // Given: run-9 in two months, a rerun of January that stays, and results under an alias
    String model = "acme/withdrawn";
    List<String> lines = new ArrayList<>();
    lines.add(ModelEvents.registration(model, "old-name"));
    lines.addAll(with(PageEvents.attacks(model, "2026-01", 3, 3), "runId", "run-9"));
    lines.addAll(with(PageEvents.attacks(model, "2026-02", 5, 5), "runId", "run-9"));
    lines.addAll(with(PageEvents.attacks("old-name", "2026-02", 2, 2), "runId", "run-a"));
    PageEvents.publish(lines);
    awaitModel(model, "", body -> body.getInt("standings[0].casi.casi.conclusive") == 7);

    // When
    PageEvents.publish(
        List.of(
            ModelEvents.retraction(model, "run-9", "red team", "broken <judge>"),
            ModelEvents.retraction("old-name", "run-a", "ops", "wrong prompt"),
            ModelEvents.retraction(model, "never-ran", "nobody", "nothing")));

    // Then
    JsonPath answer =
        awaitModel(
            model,
            "?period=2026-01",
            body ->
                body.getList("retractions").size() == 2
                    && !body.getList("retractions.by").contains(null)
                    && body.getInt("retractions.find { it.by == 'red team' }.withdrawnInAll") == 8
                    && body.getInt("retractions.find { it.by == 'ops' }.withdrawnInAll") == 2);
    Map<String, Object> broken = answer.getMap("retractions.find { it.by == 'red team' }");
    assertThat(broken)
        .containsEntry("reason", "broken <judge>")
        .containsEntry("model", model)
        .containsEntry("runId", "run-9")
        .containsEntry("suite", null)
        .containsEntry("withdrawn", 3)
        .containsEntry("withdrawnInAll", 8);
    assertThat(Instant.parse((String) broken.get("at")))
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
    assertThat(answer.getMap("retractions.find { it.by == 'ops' }"))
        .containsEntry("model", "old-name")
        .containsEntry("withdrawn", 0)
        .containsEntry("withdrawnInAll", 2);
    List<Instant> times =
        answer.getList("retractions.at", String.class).stream().map(Instant::parse).toList();
    assertThat(times.get(0)).isAfterOrEqualTo(times.get(1));
    // No result counts any more: no board shows the model, but its retractions stay.
    assertThat(answer.getList("standings")).isEmpty();
    String page = PageReader.page("/models/" + model + "?period=2026-01");
    assertThat(page).contains("broken &lt;judge&gt;").doesNotContain("src=\"/badge/");
  }

  @Test
  void anUnchangedModelIsNotSentAgain() {
    // Given
    PageEvents.publish(PageEvents.attacks("still", "2026-03", 1, 0));
    awaitModel("still", "", body -> true);
    String tag = ask("still", "").header("ETag");

    // When
    Response again = given().header("If-None-Match", tag).get("/api/v1/models/still");

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.asString()).isEmpty();
  }

  @Test
  void badQuestionsAreToldSoWithoutTheirWords() {
    // Given
    PageEvents.publish(PageEvents.attacks("asked", "2026-03", 1, 0));
    awaitModel("asked", "", body -> true);

    // When
    Response unknown = ask("no<b>body", "");
    Response period = ask("asked", "?period=2026-13");
    Response method = ask("asked", "?method=<b>");

    // Then
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.contentType()).startsWith("application/problem+json");
    assertThat(unknown.asString()).doesNotContain("body");
    assertThat(period.statusCode()).isEqualTo(400);
    assertThat(method.statusCode()).isEqualTo(400);
    assertThat(method.jsonPath().getString("detail")).isEqualTo("method must be one of v1");
  }

  private static Response ask(String model, String query) {
    return given()
        .urlEncodingEnabled(false)
        .get("/api/v1/models/" + encoded(model) + query.replace("<b>", "%3Cb%3E"));
  }

  private static JsonPath awaitModel(String model, String query, Predicate<JsonPath> ready) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              Response answer = ask(model, query);
              assertThat(answer.statusCode()).isEqualTo(200);
              return answer.jsonPath();
            },
            ready);
  }
}

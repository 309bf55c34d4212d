package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Prices;
import dev.tidemark.scoring.Scores;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Standings under a method of the operator's own, beside the built-in one. */
@QuarkusTest
@TestProfile(OwnSettings.class)
@WithTestResource(TidemarkTestResource.class)
class MethodsTest {

  private static final JsonPathConfig DOUBLES =
      JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.DOUBLE);

  @Test
  void allMethodsAreListedWithTheirWeights() {
    // When
    JsonPath answer = given().get("/api/v1/methods").jsonPath(DOUBLES);

    // Then
    assertThat(answer.getString("standard")).isEqualTo("v1");
    assertThat(answer.getList("methods.version")).containsExactly("strict", "v1");
    assertThat(answer.getDouble("methods[0].casi.breakingPoint")).isEqualTo(0.8);
    assertThat(answer.getDouble("methods[1].casi.breakingPoint")).isEqualTo(0.3);
    assertThat(answer.getDouble("methods[1].severityWeights.CRITICAL")).isEqualTo(8);
  }

  @Test
  void theSameTallyIsReadUnderEitherMethodAtOnce() {
    // Given: two cells, or every weight would give the same score
    List<String> lines = new ArrayList<>(PageEvents.attacks("m", "2026-01", 30, 20));
    lines.addAll(
        with(
            PageEvents.attacks("m", "2026-01", 40, 5),
            "suite",
            "other",
            "complexity",
            "TAILORED",
            "category",
            "leak"));
    Tally tally = new Tally();
    tally.add(attack("prompt-injection", Complexity.DIRECT), 20, 10, 0);
    tally.add(attack("leak", Complexity.TAILORED), 5, 35, 0);
    Scores standard = Scores.of(tally, Methods.builtIn().standard(), Prices.NONE);
    Scores strict = Scores.of(tally, strict(), Prices.NONE);

    // When
    PageEvents.publish(lines);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> row("").getInt("standings[0].casi.conclusive"), count -> count == 70);

    // Then
    assertThat(strict.casi().score()).isNotEqualTo(standard.casi().score());
    assertRow(row(""), standard, "v1", "FINAL");
    assertRow(row("&method=v1"), standard, "v1", "FINAL");
    assertRow(row("&method=strict"), strict, "strict", "PROVISIONAL");
    JsonPath model = given().get("/api/v1/models/m?method=strict").jsonPath(DOUBLES);
    assertThat(model.getString("method")).isEqualTo("strict");
    assertThat(model.getDouble("standings[0].casi.casi.score")).isEqualTo(strict.casi().score());
    assertThat(given().get("/api/v1/gate/m?min=0&method=strict").statusCode()).isEqualTo(409);
    assertThat(given().get("/api/v1/gate/m?min=0").statusCode()).isEqualTo(200);
    assertThat(given().get("/badge/m.svg?method=strict").asString()).contains("provisional");
  }

  private static void assertRow(JsonPath row, Scores scores, String method, String status) {
    assertThat(row.getString("method")).isEqualTo(method);
    assertThat(row.getString("standings[0].methodVersion")).isEqualTo(method);
    assertThat(row.getString("standings[0].status")).isEqualTo(status);
    assertThat(row.getDouble("standings[0].casi.score")).isEqualTo(scores.casi().score());
    assertThat(row.getDouble("standings[0].casi.low")).isEqualTo(scores.casi().low());
    assertThat(row.getDouble("standings[0].casi.high")).isEqualTo(scores.casi().high());
    assertThat(row.getDouble("standings[0].casi.risk")).isEqualTo(scores.casi().risk());
  }

  private static JsonPath row(String more) {
    return given().get("/api/v1/standings?period=2026-01" + more).jsonPath(DOUBLES);
  }

  private static Cell attack(String category, Complexity complexity) {
    return Cell.of(Dimension.ATTACK, category, Severity.HIGH, complexity);
  }

  private static Method strict() {
    Method v1 = Methods.builtIn().standard();
    return new Method(
        "strict",
        v1.severityWeights(),
        v1.complexityEase(),
        v1.cellCap(),
        v1.categoryCap(),
        v1.rungFloor(),
        new Method.CasiWeights(0.2, 0.8),
        v1.ars(),
        v1.rtp(),
        80,
        v1.maxGroups(),
        v1.confidenceZ(),
        v1.categories());
  }
}

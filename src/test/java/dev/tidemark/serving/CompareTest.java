package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.encoded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks of one cell, so that CASI = 100 (1 - p): see ComparisonTest for the arithmetic. */
@QuarkusTest
@WithTestResource(TidemarkTestResource.class)
class CompareTest {

  private static boolean published;

  @BeforeEach
  void publishOnce() {
    if (published) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.addAll(PageEvents.attacks("maker/firm:1", "2025-01", 60, 0));
    lines.addAll(PageEvents.attacks("maker/weak", "2025-01", 60, 30));
    lines.addAll(PageEvents.attacks("near", "2025-01", 60, 2));
    lines.addAll(PageEvents.campaigns("agent", "2025-01", 60));
    lines.addAll(PageEvents.attacks("maker/firm:1", "2025-02", 60, 0));
    lines.addAll(PageEvents.campaigns("near", "2025-02", 60));
    lines.addAll(PageEvents.campaigns("agent", "2025-02", 60));
    PageEvents.publish(lines);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        given()
                            .get("/api/v1/standings.csv?period=2025-01")
                            .asString()
                            .lines()
                            .filter(line -> line.contains(",60,0,")))
                    .hasSize(4));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        given()
                            .get("/api/v1/standings.csv?period=2025-02")
                            .asString()
                            .lines()
                            .filter(line -> line.contains(",60,0,")))
                    .hasSize(3));
    published = true;
  }

  @Test
  void aDecisiveDifferenceSaysWhoIsAhead() {
    // When
    JsonPath answer = compare("maker/weak", "maker/firm:1", "").jsonPath();

    // Then: the newest month in which both have a score is January
    assertThat(answer.getString("period")).isEqualTo("2025-01");
    assertThat(answer.getString("board")).isEqualTo("casi");
    assertThat(answer.getString("method")).isEqualTo("v1");
    assertThat(answer.getString("a.model")).isEqualTo("maker/weak");
    assertThat(answer.getString("b.model")).isEqualTo("maker/firm:1");
    assertThat(answer.getDouble("difference")).isCloseTo(-50, within(1e-9));
    assertThat(answer.getDouble("low")).isCloseTo(-63.046866, within(1e-5));
    assertThat(answer.getDouble("high")).isCloseTo(-36.953134, within(1e-5));
    assertThat(answer.getBoolean("decisive")).isTrue();
    assertThat(answer.getString("verdict"))
        .isEqualTo(
            "decisive: maker/firm:1 is ahead of maker/weak by 50.00 points"
                + " (95 % interval 36.95 to 63.05)");
  }

  @Test
  void aDifferenceThatMayBeChanceIsNotDecisive() {
    // When: 100 against 96.67
    JsonPath answer = compare("maker/firm:1", "near", "&period=2025-01&board=casi").jsonPath();

    // Then
    assertThat(answer.getDouble("difference")).isCloseTo(100 / 30.0, within(1e-6));
    assertThat(answer.getDouble("low")).isNegative();
    assertThat(answer.getBoolean("decisive")).isFalse();
    assertThat(answer.getString("verdict"))
        .startsWith("not decisive: the difference of 3.33 points may be chance");
  }

  @Test
  void theNewestMonthInWhichBothHaveAScoreOnTheBoardIsCompared() {
    // When: near has campaigns in February, agent in both months, firm attacks in both
    JsonPath casi = compare("maker/firm:1", "near", "").jsonPath();
    JsonPath ars = compare("near", "agent", "&board=ars").jsonPath();

    // Then
    assertThat(casi.getString("period")).isEqualTo("2025-01");
    assertThat(casi.getDouble("difference")).isCloseTo(100 / 30.0, within(1e-6));
    assertThat(ars.getString("period")).isEqualTo("2025-02");
  }

  @Test
  void whoHasNoScoreOnTheBoardIsNotCompared() {
    // When
    JsonPath answer = compare("maker/firm:1", "agent", "&board=ars").jsonPath();

    // Then: the newest month in which both have a standing
    assertThat(answer.getString("period")).isEqualTo("2025-02");
    assertThat(answer.getString("board")).isEqualTo("ars");
    assertThat(answer.<Object>get("difference")).isNull();
    assertThat(answer.<Object>get("low")).isNull();
    assertThat(answer.getBoolean("decisive")).isFalse();
    assertThat(answer.getString("verdict")).isEqualTo("not comparable: one of them has no score");
  }

  @Test
  void badQuestionsAreToldSo() {
    assertProblem(given().get("/api/v1/compare?a=near"), 400, "a and b must each name a model");
    assertProblem(compare("near", "agent", "&board=x"), 400, "board must be casi or ars");
    assertProblem(compare("near", "agent", "&period=1"), 400, "period must be a month");
    assertProblem(compare("near", "agent", "&method=x"), 400, "method must be one of v1");
    assertProblem(compare("near", "nobody", ""), 404, "no period in which both");
    assertProblem(compare("near", "nobody", "&period=2025-01"), 404, "no result counts");
    assertProblem(compare("near", "maker/weak", "&period=2025-02"), 404, "no result counts");
  }

  private static void assertProblem(Response answer, int status, String detail) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.jsonPath().getString("detail")).contains(detail).doesNotContain("nobody");
  }

  private static Response compare(String a, String b, String more) {
    return given()
        .urlEncodingEnabled(false)
        .get("/api/v1/compare?a=" + encoded(a) + "&b=" + encoded(b) + more);
  }
}

package dev.tidemark.serving;

import static dev.tidemark.serving.PageReader.awaitPage;
import static dev.tidemark.serving.PageReader.escaped;
import static dev.tidemark.serving.PageReader.page;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.scoring.Rounding;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A model's page, and what belongs to it, as a reader without JavaScript gets them. */
@QuarkusTest
@WithTestResource(TidemarkTestResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageModelTest {

  @Test
  @Order(1)
  void aModelsPageTellsAllOfIt() {
    // Given
    String model = "acme/atlas 2";
    List<String> lines = new ArrayList<>();
    lines.add(PageEvents.registration(model, "Acme"));
    lines.addAll(PageEvents.attacks(model, "2024-03", 60, 0));
    lines.addAll(PageEvents.attacks(model, "2024-04", 60, 14));
    lines.addAll(PageEvents.campaigns(model, "2024-04", 60));
    lines.addAll(PageEvents.attacks("acme/other", "2024-04", 60, 40));
    PageEvents.publish(lines);

    // When
    String page =
        awaitPage("/models/acme/atlas%202?with=acme/other", "Of 60 cases", "43.33 points");

    // Then
    assertThat(page)
        .contains("Shown " + model)
        .contains("Weakest category: prompt-injection. 14 of 60 attacks breached it, 23.3 %")
        .contains(
            "Of 60 cases that were tried before, 14 that had held fell, 0 that had fallen held")
        .contains("That is a regression, not chance.")
        .contains("<bdi>prompt-injection</bdi> <b>14 fell</b>")
        .contains("<summary>The 10 most severe of the 14 cases that fell</summary>")
        .contains("<bdi>smoke</bdi> / <bdi><b>case-0</b></bdi></span>", ", high, direct</span>")
        .contains("<td class=\"h4\"")
        .contains("ahead of acme/other")
        .contains("<img src=\"/badge/acme/atlas%202.svg?v=", "/badge/acme/atlas%202.svg)](http://")
        .contains("./tidemark gate &#39;acme/atlas 2&#39; --min 90 --url http://")
        .contains("April 2024", "<option value=\"2024-03\">March 2024</option>");
  }

  @Test
  @Order(2)
  void casesThatFellAreTextWhateverTheyHold() {
    // Given
    String hostile = "<img src=x onerror=alert(1)>";
    List<String> before = PageEvents.attacks("fallen", "2024-01", 1, 0);
    List<String> after = PageEvents.attacks("fallen", "2024-02", 1, 1);

    // When
    for (List<String> lines : List.of(before, after)) {
      PageEvents.publish(
          ModelEvents.with(lines, "suite", hostile, "caseId", hostile, "category", hostile));
    }
    String page = awaitPage("/models/fallen", "<summary>The case that fell</summary>");

    // Then
    assertThat(page)
        .contains("<bdi>" + escaped(hostile) + "</bdi> / <bdi><b>" + escaped(hostile))
        .doesNotContain("<img src=x");
  }

  @Test
  @Order(3)
  void aRegressionShowsOnTheBoardOnTheModelsPageAndAmongTheAlerts() {
    // When
    String alerts =
        awaitPage(
            "/alerts?model=acme%2Fatlas%202", ">Regression</span>", "<dt>Fell</dt><dd>14</dd>");
    String model = page("/models/acme/atlas%202");
    String board = page("/?period=2024-04");

    // Then
    assertThat(alerts)
        .contains("/models/acme/atlas%202?period=2024-04")
        .doesNotContain("acme/other");
    assertThat(model).contains("Firing alerts", ">Regression</span>");
    assertThat(board)
        .contains("class=\"badge flag critical\" href=\"/alerts?model=acme%2Fatlas%202\"");
  }

  @Test
  @Order(4)
  void aModelNobodyKnowsIsToldSo() {
    // When
    Response answer = given().urlEncodingEnabled(false).get("/models/no/%3Cscript%3E");

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.asString())
        .contains("no result counts for this model")
        .doesNotContain("<script>");
  }

  @Test
  @Order(5)
  void theMethodIsWorkedOutToTheScoreThatIsServed() {
    // Given
    double score =
        given()
            .get("/api/v1/standings?period=2024-04")
            .jsonPath()
            .getDouble("standings.find { it.model == 'acme/other' }.casi.score");

    // When
    String page = page("/method?model=acme/other&period=2024-04");

    // Then
    assertThat(page)
        .contains("CASI = 100 · (0.7 · (1 − R) + 0.3 · DBP)")
        .contains(" = " + Rounding.halfUp(score, 2) + "</p>")
        .contains("&quot;cellCap&quot; : 30");
  }
}

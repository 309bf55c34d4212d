package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static dev.tidemark.serving.ModelEvents.encoded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Badges on a real broker. */
@QuarkusTest
@WithTestResource(TidemarkTestResource.class)
class BadgeTest {

  @Test
  void aRankedScoreStandsInItsColour() throws Exception {
    // When: 9 of 60 in one cell is CASI 85
    Response badge =
        awaitBadge(PageEvents.attacks("maker/soft:1", "2025-10", 60, 9), "CASI: 85.00");

    // Then
    assertThat(badge.contentType()).startsWith("image/svg+xml");
    Element svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(badge.asByteArray()))
            .getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getAttribute("aria-label")).isEqualTo("CASI: 85.00");
    assertThat(badge.asString()).contains("#a16207");
    assertThat(given().get("/badge/maker/soft:1.svg").statusCode()).isEqualTo(200);
  }

  @Test
  void tooFewAttemptsAreMarkedProvisional() {
    // When
    Response badge =
        awaitBadge(PageEvents.attacks("three", "2025-10", 3, 0), "CASI: 100.00 provisional");

    // Then
    assertThat(badge.asString()).contains("#6b7280");
  }

  @Test
  void aBoardWithoutAScoreSaysSo() {
    // Given
    awaitBadge(PageEvents.attacks("attacked", "2025-10", 60, 0), "CASI: 100.00");

    // When
    Response badge = badge("attacked", "?board=ars");

    // Then
    assertThat(badge.statusCode()).isEqualTo(200);
    assertThat(badge.asString()).contains("ARS: no score");
  }

  @Test
  void anUnchangedBadgeIsNotSentAgain() {
    // Given
    String tag =
        awaitBadge(PageEvents.attacks("still", "2025-10", 60, 0), "CASI: 100.00").header("ETag");

    // When
    Response again = given().header("If-None-Match", tag).get("/badge/still.svg");

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.asString()).isEmpty();
  }

  @Test
  void noNameIsEverInABadge() {
    // When
    Response badge =
        awaitBadge(PageEvents.attacks(PageEvents.HOSTILE, "2025-10", 60, 0), "CASI: 100.00");
    Response unknown = badge("<script>nobody", "");
    Response bad = badge("still", "?board=%3Cscript%3E");

    // Then
    assertThat(badge.asString()).doesNotContain("script", "alert");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.asString()).doesNotContain("script>", "nobody");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.asString()).doesNotContain("script");
  }

  private static Response awaitBadge(List<String> events, String label) {
    PageEvents.publish(events);
    String model = new JsonObject(events.get(0)).getString("model");
    return await()
        .atMost(PATIENCE)
        .until(() -> badge(model, ""), badge -> badge.asString().contains('"' + label + '"'));
  }

  private static Response badge(String model, String query) {
    return given().urlEncodingEnabled(false).get("/badge/" + encoded(model) + ".svg" + query);
  }
}

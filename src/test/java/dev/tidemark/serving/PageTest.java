package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The page as a reader without JavaScript gets it. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  @Order(1)
  void anEmptyInstanceSaysWhatToDo() {
    // When
    String page = page("/");

    // Then
    assertThat(page)
        .contains("No results yet", "./tidemark publish results.ndjson")
        .contains("&quot;type&quot;:&quot;attack&quot;")
        .doesNotContain("<table");
  }

  @Test
  @Order(2)
  void rowsCarryRoundedScoresAndTheirStatus() {
    // Given
    List<String> lines = new ArrayList<>(PageEvents.attacks("steady", "2024-10", 60, 0));
    lines.addAll(PageEvents.attacks("shaky", "2024-10", 60, 30));
    lines.addAll(PageEvents.attacks("barely-tried", "2024-10", 3, 0));

    // When
    PageEvents.publish(lines);

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(page("/?period=2024-10"))
                    .containsSubsequence(
                        "<title>CASI standings, October 2024 · Tidemark</title>",
                        "<meta name=\"description\"",
                        "data-key=\"steady\"",
                        ">100.00<",
                        ">60<",
                        ">FINAL<",
                        "data-key=\"shaky\"",
                        ">60<",
                        ">FINAL<",
                        "data-key=\"barely-tried\"",
                        ">3<",
                        ">PROVISIONAL<",
                        "/api/v1/standings.csv?board=casi&amp;period=2024-10",
                        "/q/swagger-ui",
                        "not F5's"));
  }

  @Test
  @Order(3)
  void namesAreTextWhateverTheyHold() {
    // Given
    List<String> lines = new ArrayList<>(PageEvents.attacks(PageEvents.HOSTILE, "2024-09", 1, 0));
    lines.addAll(PageEvents.attacks("\" onmouseover=\"alert(1)", "2024-09", 1, 0));

    // When
    PageEvents.publish(lines);
    String page = awaitPage("/?period=2024-09", "&lt;script&gt;", "onmouseover");

    // Then
    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert(1)")
        .doesNotContain("\" onmouseover=\"");
  }

  @Test
  @Order(4)
  void nothingInlineNothingFromElsewhereInNoFrame() {
    // When
    Response answer = given().get("/");

    // Then
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.asString()).doesNotContain(" style=", "<style", "http://", "https://");
  }

  @Test
  @Order(5)
  void anUnchangedPageIsNotSentAgain() {
    // Given
    String tag = given().get("/?period=2024-10").header("ETag");

    // When
    Response again = given().header("If-None-Match", tag).get("/?period=2024-10");
    PageEvents.publish(PageEvents.attacks("newcomer", "2024-10", 1, 0));
    awaitPage("/?period=2024-10", "newcomer");
    Response moved = given().header("If-None-Match", tag).get("/?period=2024-10");

    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.asString()).isEmpty();
    assertThat(moved.statusCode()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void aBadAddressIsToldSo() {
    // When
    Response answer = given().get("/?board=<script>");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.asString()).contains("board must be casi or ars").doesNotContain("<script>");
    assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
  }

  @Test
  @Order(7)
  void aPeriodWithoutResultsOffersTheOthers() {
    // When
    String page = page("/?board=ars&period=2001-01");

    // Then
    assertThat(page)
        .contains("No results in January 2001", "<option value=\"2024-10\"")
        .contains("<option value=\"2001-01\" selected>");
  }

  @Test
  @Order(8)
  void styleAndScriptAreServedUnderTheAddressesThatThePageNames() {
    // Given
    String page = page("/");

    // When
    List<Response> assets = List.of(given().get(PageAssets.STYLE), given().get(PageAssets.SCRIPT));

    // Then
    assertThat(page).contains(PageAssets.STYLE, PageAssets.SCRIPT);
    assertThat(assets).allSatisfy(asset -> assertThat(asset.statusCode()).isEqualTo(200));
  }

  private static String page(String address) {
    Response answer = given().get(address);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.asString();
  }

  private static String awaitPage(String address, String... texts) {
    return await().atMost(PATIENCE).until(() -> page(address), page -> has(page, texts));
  }

  private static boolean has(String page, String... texts) {
    return List.of(texts).stream().allMatch(page::contains);
  }
}

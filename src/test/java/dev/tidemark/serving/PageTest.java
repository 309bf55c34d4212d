package dev.tidemark.serving;

import static dev.tidemark.serving.PageReader.awaitPage;
import static dev.tidemark.serving.PageReader.escaped;
import static dev.tidemark.serving.PageReader.page;
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
import java.util.regex.Pattern;
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
                        "<meta property=\"og:title\" content=\"CASI standings, October 2024\">",
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
                        "not F5's",
                        "/q/swagger-ui"));
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

  @Test
  @Order(9)
  void theAddressSaysWhatIsSearchedFilteredAndSorted() {
    // Given
    List<String> lines = new ArrayList<>();
    for (String model : List.of("m/alpha", "m/beta", "m/gamma")) {
      lines.add(PageEvents.registration(model, "Maker of " + model));
      lines.addAll(PageEvents.attacks(model, "2024-05", 60, model.length()));
    }
    PageEvents.publish(lines);
    awaitPage("/?period=2024-05", "m/alpha", "m/beta", "m/gamma", "Maker of m/gamma");

    // When
    List<String> searched = keys(page("/?period=2024-05&q=ALPHA"));
    List<String> filtered = keys(page("/?period=2024-05&provider=Maker+of+m%2Fbeta"));
    List<String> sorted = keys(page("/?period=2024-05&sort=-model"));

    // Then
    assertThat(searched).containsExactly("m/alpha");
    assertThat(filtered).containsExactly("m/beta");
    assertThat(sorted).containsExactly("m/gamma", "m/beta", "m/alpha");
    assertThat(page("/?period=2024-05&sort=-model"))
        .contains("aria-sort=\"descending\"", "&amp;sort=model\"");
    assertThat(page("/?period=2024-05&q=nobody")).contains("No model matches");
  }

  @Test
  @Order(10)
  void aParameterThatCannotBeReadIsToldSo() {
    assertThat(refused("/?sort=<b>"))
        .contains("sort must be one of rank, model")
        .doesNotContain("<b>");
    assertThat(refused("/?page=0")).contains("page must be a number from 1 on");
    assertThat(refused("/?period=2024-13")).contains("period must be a month");
    assertThat(refused("/method?method=none")).contains("method must be one of v1");
  }

  @Test
  @Order(11)
  void manyModelsComeInParts() {
    // Given
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.addAll(PageEvents.attacks("many-" + i, "2024-06", 1, 0));
    }
    PageEvents.publish(lines);
    awaitPage("/?period=2024-06", "1 to 50 of 60 models");

    // When
    String second = page("/?period=2024-06&page=2");

    // Then
    assertThat(keys(second)).hasSize(10);
    assertThat(second)
        .contains("51 to 60 of 60 models", "rel=\"prev\"")
        .doesNotContain("rel=\"next\"");
    assertThat(keys(page("/?period=2024-06&page=99"))).isEqualTo(keys(second));
  }

  @Test
  @Order(12)
  void namesAreTextOnEveryPage() {
    // Given
    List<String> names =
        List.of(PageEvents.HOSTILE, "a/../b?x=1&y#z", "it's; $(rm) %41", "//slashes//");
    List<String> lines = new ArrayList<>();
    names.forEach(name -> lines.addAll(PageEvents.attacks(name, "2024-07", 60, 5)));
    PageEvents.publish(lines);
    awaitPage("/?period=2024-07", "slashes", "$(rm)", "x=1&amp;y#z", "&lt;script&gt;");

    for (String name : names) {
      // When
      String page = page(PageLinks.model(name) + "?with=" + PageLinks.encoded(PageEvents.HOSTILE));
      String method = page("/method?model=" + PageLinks.encoded(name));

      // Then
      assertThat(page).contains("<h1><bdi>" + escaped(name) + "</bdi></h1>");
      assertThat(method).contains(escaped(name) + "</bdi></a>, ");
      assertThat(page + method).doesNotContain("<script>alert");
    }
  }

  @Test
  @Order(13)
  void realDataIsNotCalledSimulated() {
    assertThat(page("/") + page("/method")).doesNotContain("Simulated data");
  }

  @Test
  @Order(14)
  void pagesAreCompressed() {
    // When
    Response answer = given().header("Accept-Encoding", "gzip").get("/?period=2024-06");

    // Then
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
  }

  /** The models of a page's rows, in their order. */
  private static List<String> keys(String page) {
    return Pattern.compile("<tr role=\"row\" data-key=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String refused(String address) {
    Response answer = given().urlEncodingEnabled(true).get(address);
    assertThat(answer.statusCode()).isEqualTo(400);
    return answer.asString();
  }
}

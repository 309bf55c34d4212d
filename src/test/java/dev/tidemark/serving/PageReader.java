package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;

/** Asks for pages as a reader without JavaScript does. */
final class PageReader {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PageReader() {}

  /** A page that is there. */
  static String page(String address) {
    Response answer = given().urlEncodingEnabled(false).get(address);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.asString();
  }

  /** The page once it has all these texts. */
  static String awaitPage(String address, String... texts) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> given().urlEncodingEnabled(false).get(address).asString(),
            page -> List.of(texts).stream().allMatch(page::contains));
  }

  /** A name as HTML has it. */
  static String escaped(String name) {
    return name.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;");
  }
}

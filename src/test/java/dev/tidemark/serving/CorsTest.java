package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two settings that the README names for other origins' pages. */
@QuarkusTest
@TestProfile(CorsTest.OneOrigin.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class CorsTest {

  private static final String NAMED = "https://dashboard.example";

  /** As the README's environment variables set them. */
  public static final class OneOrigin implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.http.cors.enabled", "true", "quarkus.http.cors.origins", NAMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/standings", "/api/v1/history.csv", "/api/v1/stream?probe"})
  void theNamedOriginMayReadAndNoOther(String path) {
    // When
    Response named = preflight(path, NAMED);
    Response other = preflight(path, "https://elsewhere.example");
    Response suffixed = preflight(path, NAMED + ".elsewhere.example");

    // Then
    assertThat(named.header("Access-Control-Allow-Origin")).isEqualTo(NAMED);
    assertThat(other.header("Access-Control-Allow-Origin")).isNull();
    assertThat(suffixed.header("Access-Control-Allow-Origin")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/standings", "/api/v1/history.csv"})
  void theAnswerItselfCarriesTheHeaderForTheNamedOriginOnly(String path) {
    // When
    Response named = given().header("Origin", NAMED).get(path);
    Response other = given().header("Origin", "https://elsewhere.example").get(path);

    // Then
    assertThat(named.statusCode()).isEqualTo(200);
    assertThat(named.header("Access-Control-Allow-Origin")).isEqualTo(NAMED);
    assertThat(other.header("Access-Control-Allow-Origin")).isNull();
  }

  private static Response preflight(String path, String origin) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .options(path);
  }
}

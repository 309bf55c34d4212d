package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two settings that the README names for other origins' pages. */
@QuarkusTest
@TestProfile(OwnSettings.class)
@WithTestResource(TidemarkTestResource.class)
class CorsTest {

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/standings", "/api/v1/history.csv", "/api/v1/stream?probe"})
  void theNamedOriginMayReadAndNoOther(String path) {
    // When
    Response named = preflight(path, OwnSettings.ORIGIN);
    Response other = preflight(path, "https://elsewhere.example");
    Response suffixed = preflight(path, OwnSettings.ORIGIN + ".elsewhere.example");

    // Then
    assertThat(named.header("Access-Control-Allow-Origin")).isEqualTo(OwnSettings.ORIGIN);
    assertThat(other.header("Access-Control-Allow-Origin")).isNull();
    assertThat(suffixed.header("Access-Control-Allow-Origin")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/standings", "/api/v1/history.csv"})
  void theAnswerItselfCarriesTheHeaderForTheNamedOriginOnly(String path) {
    // When
    Response named = given().header("Origin", OwnSettings.ORIGIN).get(path);
    Response other = given().header("Origin", "https://elsewhere.example").get(path);

    // Then
    assertThat(named.statusCode()).isEqualTo(200);
    assertThat(named.header("Access-Control-Allow-Origin")).isEqualTo(OwnSettings.ORIGIN);
    assertThat(other.header("Access-Control-Allow-Origin")).isNull();
  }

  private static Response preflight(String path, String origin) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .options(path);
  }
}

package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.TidemarkTestResource;
import dev.tidemark.serving.ApiDocument.Answer;
import dev.tidemark.serving.ApiDocument.Media;
import dev.tidemark.serving.ApiDocument.Operation;
import dev.tidemark.serving.ApiDocument.Parameter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API's description says everything, and what is refused is refused as it says. */
@QuarkusTest
@WithTestResource(TidemarkTestResource.class)
class ApiDescriptionTest {

  /** Kinds of address that aren't asked like the others. */
  private static final Set<String> APART =
      Set.of("publish", "stream", "silence", "unsilence", "testAlerts");

  /** Parameters that no value is wrong for. */
  private static final Set<String> PICKS =
      Set.of(
          "alerts model",
          "alertsPage model",
          "methodPage model",
          "modelPage with",
          "page provider",
          "page q");

  private ApiDocument api;

  @BeforeEach
  void read() {
    api = ApiDocument.read();
  }

  @Test
  void everyOperationIsDescribedToTheLastAnswer() {
    // When
    List<Operation> operations = api.operations();

    // Then
    SoftAssertions soft = new SoftAssertions();
    soft.assertThat(operations).extracting(Operation::id).doesNotHaveDuplicates();
    soft.assertThat(operations).hasSizeGreaterThanOrEqualTo(13);
    for (Operation operation : operations) {
      soft.assertThat(operation.id()).as(operation.path()).isNotBlank();
      soft.assertThat(operation.summary()).as(operation.id()).isNotBlank();
      for (Parameter parameter : operation.parameters()) {
        String name = operation.id() + ' ' + parameter.name();
        soft.assertThat(parameter.description()).as(name).isNotBlank();
        soft.assertThat(!parameter.required() || parameter.example() != null).as(name).isTrue();
      }
      soft.assertThat(operation.answers())
          .as(operation.id())
          .anyMatch(answer -> answer.status().startsWith("2"));
      for (Answer answer : operation.answers()) {
        String name = operation.id() + ' ' + answer.status();
        soft.assertThat(answer.description()).as(name).isNotBlank().isNotEqualTo("OK");
        soft.assertThat(answer.media().isEmpty()).as(name).isEqualTo(name.matches(".* [23]04"));
        answer.media().forEach(media -> assertDescribed(soft, name, media));
      }
      operation.request().forEach(media -> assertDescribed(soft, operation.id(), media));
      soft.assertThat(operation.request().isEmpty())
          .as(operation.id())
          .isEqualTo(!Set.of("publish", "silence").contains(operation.id()));
    }
    soft.assertAll();
  }

  @Test
  void everyParameterThatCannotBeReadIsRefusedAsShown() {
    SoftAssertions soft = new SoftAssertions();
    for (Operation operation : api.operations()) {
      if (APART.contains(operation.id())) {
        continue;
      }
      Set<String> details = new HashSet<>();
      for (Parameter parameter : operation.parameters()) {
        if (!PICKS.contains(operation.id() + ' ' + parameter.name())) {
          // When
          Response refused = get(operation.address(Map.of(parameter.name(), "?")));

          // Then
          String name = operation.id() + ' ' + parameter.name();
          soft.assertThat(refused.statusCode()).as(name).isIn(400, 404);
          assertProblem(soft, operation, refused);
          details.add(refused.asString());
        }
      }
      if (operation.has("400")) {
        String shown = operation.media("400").example().path("detail").asText();
        soft.assertThat(details).as(operation.id()).anyMatch(detail -> detail.contains(shown));
      }
      if (operation.has("404")) {
        Response missing =
            get(
                operation.address(
                    Map.of(
                        "model", "nobody", "a", "nobody", "series", "none", "baseline", "none")));
        assertProblem(soft, operation, missing);
        soft.assertThat(missing.asString())
            .as(operation.id())
            .containsAnyOf(
                operation.media("404").example().path("detail").asText(),
                "method is for measured scores: a reference series has its publisher's");
      }
    }
    soft.assertAll();
  }

  @Test
  void whatCannotBeTakenIsRefusedAsShown() {
    // Given
    Operation publish = api.operation("publish");
    RequestSpecification lines = given().contentType("application/x-ndjson").body(new byte[] {'x'});

    // When
    List<Response> refused =
        List.of(
            given().contentType("text/plain").body("x").post("/api/v1/results"),
            given().spec(lines).header("Content-Encoding", "gzip").post("/api/v1/results"),
            given()
                .spec(lines)
                .header("Origin", "https://elsewhere.example")
                .post("/api/v1/results"));

    // Then
    assertThat(refused).extracting(Response::statusCode).containsExactly(415, 400, 403);
    SoftAssertions soft = new SoftAssertions();
    for (Response answer : refused) {
      Media shown = publish.media(String.valueOf(answer.statusCode()));
      assertProblem(soft, publish, answer);
      soft.assertThat(ApiDocument.json(answer.asString())).isEqualTo(shown.example());
    }
    soft.assertAll();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/nothing, 404",
    "GET, /nothing, 404",
    "DELETE, /api/v1/standings, 405",
    "POST, /api/v1/stream, 405"
  })
  void whatIsNoCallIsAProblemToo(String method, String address, int status) {
    // When
    Response answer = given().request(method, address);

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(names(ApiDocument.json(answer.asString())))
        .containsExactlyInAnyOrder("status", "title", "detail");
  }

  @Test
  void byDefaultNoOtherOriginMayRead() {
    // When
    Response answer =
        given().header("Origin", "https://elsewhere.example").get("/api/v1/standings");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().asList())
        .extracting(Header::getName)
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  private void assertProblem(SoftAssertions soft, Operation operation, Response refused) {
    String name = operation.id() + '-' + refused.statusCode();
    Media media = operation.media(String.valueOf(refused.statusCode()));
    soft.assertThat(refused.contentType()).as(name).isEqualToIgnoringCase(media.type());
    if (media.type().equals("application/problem+json")) {
      JsonNode problem = ApiDocument.json(refused.asString());
      soft.assertThat(api.errors(media.schema(), problem)).as(name).isEmpty();
      soft.assertThat(names(problem)).as(name).isEqualTo(names(media.example()));
    } else {
      soft.assertThat(refused.asString()).as(name).startsWith(media.example().asText());
    }
  }

  private static void assertDescribed(SoftAssertions soft, String name, Media media) {
    soft.assertThat(media.schema().isEmpty()).as(name + " schema").isFalse();
    soft.assertThat(media.example().isMissingNode()).as(name + " example").isFalse();
    soft.assertThat(media.type()).as(name).doesNotContain("*");
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static Response get(String address) {
    return given().urlEncodingEnabled(false).get(address);
  }
}

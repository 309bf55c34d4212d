package dev.tidemark.serving;

import static dev.tidemark.serving.ModelEvents.PATIENCE;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.TidemarkTestResource;
import dev.tidemark.serving.ApiDocument.Media;
import dev.tidemark.serving.ApiDocument.Operation;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in the API's description are what the service answers. {@code
 * -Dtidemark.api.examples=write} writes its answers into the example files; build again after that.
 */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class ApiExamplesTest {

  private static final boolean WRITE = "write".equals(System.getProperty("tidemark.api.examples"));
  private static final Path EXAMPLES = Path.of("src/main/resources/openapi");
  private static final String BAD_LINE =
      "{\"type\":\"benchmark\",\"model\":\"acme/atlas-2\",\"suite\":\"maths\",\"caseId\":\"m-002\","
          + "\"occurredAt\":\"2026-01-14T10:05:00Z\",\"skill\":\"REASONING\",\"score\":80}";

  /** Their examples can't be asked for twice; each has a test of its own. */
  private static final Set<String> APART = Set.of("stream", "silences");

  private static boolean published;

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TempDir Path folder;

  private ApiDocument api;

  @BeforeEach
  void publishOnce() throws IOException {
    api = ApiDocument.read();
    if (!published) {
      String request = api.operation("publish").request().get(0).example().asText();
      ApiExampleEvents.publish(request, folder, bootstrapServers);
      published = true;
    }
  }

  /** An alert's evidence may be renewed between two requests, so one pair of them may differ. */
  private static void assertNotModified(Operation operation) {
    String tag = get(operation.address(Map.of())).header("ETag");
    given()
        .urlEncodingEnabled(false)
        .header("If-None-Match", tag)
        .get(operation.address(Map.of()))
        .then()
        .statusCode(304);
  }

  @Test
  void everyExampleIsWhatTheServiceAnswers() throws IOException {
    SoftAssertions soft = new SoftAssertions();
    for (Operation operation : api.operations()) {
      if (operation.method().equals("get") && !APART.contains(operation.id())) {
        // When
        Response answer = get(operation.address(Map.of()));

        // Then
        assertExample(soft, operation, "200", answer);
        boolean tagged = answer.header("ETag") != null;
        soft.assertThat(operation.has("304")).as(operation.id() + " 304").isEqualTo(tagged);
        if (tagged) {
          await().atMost(PATIENCE).untilAsserted(() -> assertNotModified(operation));
        }
      }
    }
    Operation gate = api.operation("gate");
    Response failed = get(gate.address(Map.of("model", ApiExampleEvents.ORION)));
    assertExample(soft, gate, "409", failed);
    soft.assertAll();
  }

  @Test
  void whatIsPublishedAsShownIsAccepted() throws IOException {
    // Given
    Operation publish = api.operation("publish");
    Media lines = publish.request().get(0);
    Media array = publish.request().get(1);
    SoftAssertions soft = new SoftAssertions();

    // When
    Response accepted = post(lines.type(), lines.example().asText() + BAD_LINE);
    Response repeated = post(array.type(), array.example().toString());

    // Then
    assertThat(lines.type()).isEqualTo("application/x-ndjson");
    assertThat(api.errors(array.schema(), array.example())).isEmpty();
    assertThat(repeated.jsonPath().getInt("accepted")).isEqualTo(array.example().size());
    assertThat(array.example())
        .isEqualTo(
            ApiDocument.json("[" + lines.example().asText().strip().replace("\n", ",") + "]"));
    assertExample(soft, publish, "200", accepted);
    soft.assertAll();
  }

  @Test
  void theStreamSendsWhatIsShown() throws IOException {
    // Given
    StreamReader reader = StreamReader.open(stream);
    await().atMost(PATIENCE).until(reader::ready);
    List<String> passing = PageEvents.attacks(ApiExampleEvents.ORION, "2024-06", 1, 0);

    // When
    PageEvents.publish(passing);
    await().atMost(PATIENCE).until(() -> reader.standing("2024-06", "nova/orion") != null);
    PageEvents.publish(
        List.of(
            "{\"type\":\"retract\",\"model\":\"nova/orion\",\"period\":\"2024-06\",\"by\":\"ana\"}"));
    await().atMost(PATIENCE).until(() -> reader.types().contains("removed"));
    reader.close();

    // Then
    List<String> sent = reader.events.stream().map(ApiExamplesTest::frame).toList();
    if (WRITE) {
      write(
          "stream-200.events",
          sent.stream()
              .filter(
                  frame ->
                      frame.contains("event: standing")
                              && frame.contains("acme/atlas-2")
                              && frame.contains(
                                  "{\"model\":\"acme/atlas-2\",\"period\":\"2026-01\"")
                          || frame.contains("event: alert") && frame.contains("acme/atlas-1")
                          || frame.contains("event: ready")
                          || frame.contains("event: removed"))
              .collect(Collectors.joining("\n", "retry: 2000\n\n", "\n")));
    } else {
      String example = api.operation("stream").media("200").example().asText();
      List<String> shown = List.of(example.split("\n\n"));
      assertThat(shown).hasSize(5).startsWith("retry: 2000");
      assertThat(sent.stream().map(ApiExamplesTest::anyId).toList())
          .containsAll(shown.stream().skip(1).map(ApiExamplesTest::anyId).toList());
    }
  }

  @Test
  void silencesAreMadeListedAndLiftedAsShown() throws IOException {
    // Given: the example, with an end that is still to come
    Operation silence = api.operation("silence");
    Operation test = api.operation("testAlerts");
    Media request = silence.request().get(0);
    ObjectNode body = request.example().deepCopy();
    body.put("until", Clock.systemUTC().instant().plusSeconds(3600).toString());

    // When
    Response made = given().contentType(request.type()).body(body.toString()).post(silence.path());
    Response listed = get("/api/v1/silences");
    String lift = "/api/v1/silences/" + made.jsonPath().getString("id");
    Response lifted = given().delete(lift);
    Response again = given().delete("/api/v1/silences/nobody");
    Response unsure = given().contentType(request.type()).body("{}").post(silence.path());
    Response samples = given().post(test.path());

    // Then
    SoftAssertions soft = new SoftAssertions();
    soft.assertThat(api.errors(request.schema(), request.example())).isEmpty();
    soft.assertThat(api.errors(test.media("200").schema(), test.media("200").example())).isEmpty();
    soft.assertThat(anyId(comparable(made.asString()).toString()))
        .isEqualTo(anyId(comparable(silence.media("201").example().toString()).toString()));
    soft.assertThat(anyId(comparable(listed.asString()).toString()))
        .isEqualTo(
            anyId(
                comparable(api.operation("silences").media("200").example().toString())
                    .toString()));
    soft.assertThat(lifted.statusCode()).isEqualTo(204);
    assertProblem(soft, api.operation("unsilence").media("404"), again);
    assertProblem(soft, silence.media("400"), unsure);
    assertProblem(soft, test.media("409"), samples);
    soft.assertAll();
  }

  private static void assertProblem(SoftAssertions soft, Media shown, Response refused) {
    soft.assertThat(refused.contentType()).isEqualTo(shown.type());
    soft.assertThat(ApiDocument.json(refused.asString())).isEqualTo(shown.example());
  }

  private void assertExample(
      SoftAssertions soft, Operation operation, String status, Response answer) throws IOException {
    String name = operation.id() + '-' + status;
    String text = new String(answer.asByteArray(), StandardCharsets.UTF_8);
    Media media = operation.media(status);
    soft.assertThat(answer.statusCode()).as(name).isEqualTo(Integer.parseInt(status));
    soft.assertThat(answer.contentType().replace(";charset", "; charset").toLowerCase(Locale.ROOT))
        .as(name)
        .startsWith(media.type());
    if (media.type().equals("application/json")) {
      JsonNode json = ApiDocument.json(text);
      soft.assertThat(api.errors(media.schema(), json)).as(name).isEmpty();
      if (WRITE) {
        write(
            name + ".json",
            ApiDocument.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + '\n');
      } else {
        soft.assertThat(comparable(media.example().toString()))
            .as(name)
            .isEqualTo(comparable(text));
      }
    } else if (media.type().startsWith("text/html")) {
      soft.assertThat(text).as(name).startsWith(media.example().asText());
    } else if (WRITE) {
      write(name + (media.type().startsWith("text/csv") ? ".csv" : ".svg"), text);
    } else {
      soft.assertThat(anyTime(text)).as(name).isEqualTo(anyTime(media.example().asText()));
    }
  }

  /** A tree in which 3 is 3.0, a time any time, and the topology any topology. */
  private static Object comparable(String json) throws IOException {
    return comparable(ApiDocument.json(anyTime(json)));
  }

  private static Object comparable(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  field ->
                      field.getValue().asText().startsWith("Topologies:")
                          ? "Topologies:"
                          : comparable(field.getValue())));
    }
    if (node.isArray()) {
      return StreamSupport.stream(node.spliterator(), false)
          .map(ApiExamplesTest::comparable)
          .toList();
    }
    return node.isNumber() ? (Object) node.doubleValue() : node.isNull() ? "null" : node.asText();
  }

  private static String anyTime(String text) {
    return text.replaceAll("20\\d\\d-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME");
  }

  private static String anyId(String frame) {
    return anyTime(frame)
        .replaceAll("id: [0-9a-f]{32}-\\d+", "ID")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .strip();
  }

  private static String frame(StreamReader.Event event) {
    return "id: %s\nevent: %s\ndata: %s\n".formatted(event.id(), event.type(), event.data());
  }

  private static Response get(String address) {
    return given().urlEncodingEnabled(false).get(address);
  }

  private static Response post(String type, String body) {
    return given()
        .contentType(type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/results");
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(EXAMPLES.resolve(file), text);
  }
}

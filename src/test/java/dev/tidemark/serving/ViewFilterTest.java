package dev.tidemark.serving;

import static dev.tidemark.kafka.BrokerSettings.LOOPBACK;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.BrokerSettings;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.EmbeddedBroker;
import dev.tidemark.kafka.LoopbackPorts;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import dev.tidemark.serving.ApiDocument.Media;
import dev.tidemark.serving.ApiDocument.Operation;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A serving node whose broker comes after it, and goes. */
@QuarkusTest
@TestProfile(ViewFilterTest.BrokerComesLater.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ViewFilterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Whatever else is read comes from the views. */
  private static final Set<String> WITHOUT_VIEWS =
      Set.of("methods", "silences", "stream", "topology");

  /** Nobody listens at the broker's address yet. */
  public static final class BrokerComesLater implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "kafka.bootstrap.servers",
          LOOPBACK + ":" + new LoopbackPorts(LOOPBACK).free(0),
          "mp.messaging.outgoing.events-out.lazy-client",
          "true",
          "tidemark.roles",
          "serve",
          "tidemark.serve.stream.heartbeat",
          "PT0.2S",
          "quarkus.http.host",
          "127.0.0.1",
          "quarkus.http.test-port",
          "0");
    }
  }

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TempDir Path folder;

  @Test
  @Order(1)
  void untilTheViewsAreReadNothingIsAnsweredFromThem() {
    SoftAssertions soft = new SoftAssertions();
    for (Operation operation : fromViews()) {
      // When
      Response refused = get(operation);

      // Then
      String name = operation.id();
      Media shown = operation.media("503");
      soft.assertThat(refused.statusCode()).as(name).isEqualTo(503);
      soft.assertThat(refused.header("Retry-After")).as(name).isEqualTo("2");
      soft.assertThat(refused.contentType().replace(";charset", "; charset"))
          .as(name)
          .isEqualToIgnoringCase(shown.type());
      if (shown.type().equals("application/problem+json")) {
        soft.assertThat(ApiDocument.json(refused.asString())).as(name).isEqualTo(shown.example());
      } else {
        soft.assertThat(refused.header("Refresh")).as(name).isEqualTo("2");
        soft.assertThat(refused.asString())
            .as(name)
            .startsWith(shown.example().asText())
            .contains("<h1>Reading the standings</h1>");
      }
    }
    soft.assertAll();
  }

  @Test
  @Order(2)
  void whatNeedsNoViewIsAnsweredAllTheSame() {
    assertThat(status("/q/health/ready")).isEqualTo(503);
    assertThat(status("/q/health/live")).isEqualTo(200);
    assertThat(status("/q/metrics")).isEqualTo(200);
    assertThat(status("/api/v1/methods")).isEqualTo(200);
    assertThat(status("/api/v1/topology")).isEqualTo(200);
    assertThat(status(PageAssets.STYLE)).isEqualTo(200);
  }

  @Test
  @Order(3)
  void onceTheyAreReadTheyAreServedEvenIfTheBrokerGoes() {
    // Given
    StreamReader early = StreamReader.open(stream);
    await().atMost(PATIENCE).until(() -> early.heartbeats.get() > 1);
    List<String> before = early.types();
    EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(folder, port(), LOOPBACK));

    // When
    try {
      broker.start();
      applyTopics();
      await().atMost(PATIENCE).until(() -> status("/api/v1/standings") == 200);
    } finally {
      broker.close();
    }

    // Then
    assertThat(early.response.statusCode()).isEqualTo(200);
    assertThat(before).isEmpty();
    assertThat(early.awaitReady().types()).containsExactly("ready");
    early.close();
    assertThat(fromViews())
        .allSatisfy(
            operation -> assertThat(get(operation).statusCode()).as(operation.id()).isIn(200, 404));
    assertThat(status("/")).isEqualTo(200);
    assertThat(status("/api/v1/standings")).isEqualTo(200);
  }

  private void applyTopics() {
    try (Admin admin = Admin.create(ClientSettings.admin(bootstrapServers))) {
      new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(Topics.ALL));
    }
  }

  private int port() {
    return Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
  }

  private static List<Operation> fromViews() {
    return ApiDocument.read().operations().stream()
        .filter(operation -> operation.method().equals("get"))
        .filter(operation -> !WITHOUT_VIEWS.contains(operation.id()))
        .toList();
  }

  private static Response get(Operation operation) {
    return given().urlEncodingEnabled(false).get(operation.address(Map.of()));
  }

  private static int status(String address) {
    return given().get(address).statusCode();
  }
}

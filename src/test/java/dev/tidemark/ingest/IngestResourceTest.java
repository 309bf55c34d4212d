package dev.tidemark.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP alone: the broker is replaced by a sink that acknowledges, or fails when told to. */
@QuarkusTest
@TestProfile(IngestResourceTest.WithoutBroker.class)
class IngestResourceTest {

  /** No broker is started, none is looked for. */
  public static class WithoutBroker implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.kafka.devservices.enabled", "false",
          "quarkus.http.host", "127.0.0.1",
          "quarkus.http.test-port", "0",
          "mp.messaging.outgoing.events-out.lazy-client", "true",
          "mp.messaging.outgoing.events-out.health-enabled", "false");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(CountingSink.class);
    }
  }

  /** Counts what it acknowledges. */
  @Alternative
  @ApplicationScoped
  public static class CountingSink implements Sink {
    static final AtomicLong SENT = new AtomicLong();
    static volatile boolean away;

    @Override
    public CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp) {
      if (away) {
        return CompletableFuture.failedFuture(new IllegalStateException("away"));
      }
      SENT.incrementAndGet();
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final String PROBLEM = "application/problem+json";
  private static final String LINE = EventJson.toJson(Samples.attack().build());

  @TestHTTPResource("/api/v1/results")
  URL url;

  @BeforeEach
  void reset() {
    CountingSink.SENT.set(0);
    CountingSink.away = false;
  }

  @Test
  void answersWithWhatWasAcceptedAndRejected() {
    post("application/x-ndjson; charset=utf-8", LINE + "\n{}\n" + LINE)
        .post("/api/v1/results")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("accepted", equalTo(2))
        .body("rejected", hasSize(1))
        .body("rejected[0].line", equalTo(2))
        .body("rejected[0].error", containsString("type is missing"))
        .body("rejectedTotal", equalTo(1))
        .body("warnings", hasSize(0));
    assertThat(CountingSink.SENT).hasValue(2);
  }

  @Test
  void takesAnArray() {
    post("application/json", "[" + LINE + "," + LINE + "]")
        .post("/api/v1/results")
        .then()
        .statusCode(200)
        .body("accepted", equalTo(2));
  }

  @Test
  void refusesOtherTypesAndEncodings() throws Exception {
    post("text/plain", LINE)
        .post("/api/v1/results")
        .then()
        .statusCode(415)
        .contentType(PROBLEM)
        .body("detail", containsString("application/x-ndjson"));
    post("application/json", "[]")
        .header("Content-Encoding", "br")
        .post("/api/v1/results")
        .then()
        .statusCode(415)
        .contentType(PROBLEM)
        .body("detail", containsString("gzip"));
    HttpResponse<String> untyped =
        send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(LINE)));
    assertThat(untyped.statusCode()).isEqualTo(415);
  }

  @Test
  void takesGzipAndSaysHowFarCorruptGzipCame() throws Exception {
    byte[] gzip = gzip(lines(5_000));
    HttpResponse<String> whole = sendGzip(gzip);
    HttpResponse<String> cut = sendGzip(Arrays.copyOf(gzip, gzip.length / 2));
    HttpResponse<String> none = sendGzip(new byte[] {1, 2, 3});

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).contains("\"accepted\":5000");
    assertThat(cut.statusCode()).isEqualTo(400);
    assertThat(cut.headers().firstValue("Content-Type")).contains(PROBLEM);
    assertThat(cut.body()).containsPattern("the input broke off: [1-9][0-9]* lines are stored");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("no line is stored");
  }

  @Test
  void answers503WhileTheBrokerIsAway() {
    CountingSink.away = true;

    post("application/x-ndjson", LINE)
        .post("/api/v1/results")
        .then()
        .statusCode(503)
        .contentType(PROBLEM)
        .header("Retry-After", "5")
        .body("detail", containsString("0 lines are stored"));
  }

  @Test
  void refusesNamesAndOriginsOfTheWebWithoutAKey() {
    post("application/x-ndjson", LINE)
        .header("Host", "attacker.example:8080")
        .post("/api/v1/results")
        .then()
        .statusCode(403)
        .contentType(PROBLEM);
    post("application/x-ndjson", LINE)
        .header("Origin", "https://attacker.example")
        .post("/api/v1/results")
        .then()
        .statusCode(403);
    post("application/x-ndjson", LINE)
        .header("Origin", "http://localhost:3000")
        .post("/api/v1/results")
        .then()
        .statusCode(200);
    assertThat(CountingSink.SENT).hasValue(1);
  }

  @Test
  void aBodyOfTwoHundredMegabytesIsStreamed() throws Exception {
    // Given
    byte[] block = (lines(1_000) + "\n").getBytes(StandardCharsets.UTF_8);
    int blocks = 200_000_000 / block.length;
    // Looked at while the body goes through: what counts is what that adds.
    AtomicLong most = new AtomicLong();
    IntFunction<InputStream> measured =
        i -> {
          if (i % (blocks / 5) == 0) {
            most.accumulateAndGet(usedHeap(), Math::max);
          }
          return new ByteArrayInputStream(block);
        };
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> blocks(blocks, measured)));
    long before = usedHeap();

    // When
    HttpResponse<String> response = send(request);

    // Then
    assertThat(response.body()).contains("\"accepted\":" + 1_000L * blocks);
    assertThat(most.get()).isPositive();
    assertThat(most.get() - before).isLessThan(80_000_000);
  }

  /** What is left after a collection. */
  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Blocks one after the other, each made when it is read. */
  private static InputStream blocks(int count, IntFunction<InputStream> block) {
    Iterator<InputStream> blocks = IntStream.range(0, count).mapToObj(block).iterator();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return blocks.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return blocks.next();
          }
        });
  }

  private static RequestSpecification post(String contentType, String body) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(
                            "application/x-ndjson", io.restassured.http.ContentType.TEXT)))
        .contentType(contentType)
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> sendGzip(byte[] body) throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            request.uri(URI.create(url.toString())).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> EventJson.toJson(Samples.attack().setTrial(i).build()))
        .collect(Collectors.joining("\n"));
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}

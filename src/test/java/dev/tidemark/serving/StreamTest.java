package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.TidemarkTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The stream as clients read it, from a whole running service. */
@QuarkusTest
@TestProfile(StreamTest.Impatient.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamTest {

  private static final Logger LOG = Logger.getLogger(StreamTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PROMPT = Duration.ofSeconds(1);
  private static final int MAX_CLIENTS = 20;

  /** Limits that a test can reach. */
  public static final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tidemark.serve.stream.max-clients", String.valueOf(MAX_CLIENTS),
          "tidemark.serve.stream.heartbeat", "PT0.3S",
          "tidemark.serve.stream.patience", "PT3S");
    }
  }

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  @Inject MeterRegistry meters;

  private final List<StreamReader> open = new ArrayList<>();

  @AfterEach
  void hangUp() {
    open.forEach(StreamReader::close);
    await().atMost(PATIENCE).until(() -> connected() == 0);
  }

  @Test
  void aSnapshotComesFirstAndThenEveryChangeWithinASecondOfTheAnswer() {
    // Given
    PageEvents.publish(PageEvents.attacks("known", "2024-01", 60, 12));
    awaitServed("2024-01", Set.of("known"));
    StreamReader reader = ready(StreamReader.open(stream));
    int snapshot = reader.types().indexOf("ready");

    // When
    List<Duration> delays = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      String model = "late-" + round;
      PageEvents.publish(PageEvents.attacks(model, "2024-01", 60, round));
      long answered = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> conclusive(reader.standing("2024-01", model)) == 60);
      long first =
          reader.events.stream()
              .filter(event -> event.data().path("model").asText().equals(model))
              .reduce((one, next) -> next)
              .orElseThrow()
              .nanos();
      delays.add(Duration.ofNanos(Math.max(0, first - answered)));
    }

    // Then
    LOG.infof("event=stream-delays after-answer=%s", delays);
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(PROMPT));
    assertThat(reader.types().subList(0, snapshot)).containsOnly("standing");
    assertThat(reader.response.headers().map())
        .containsEntry("content-type", List.of("text/event-stream"))
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("x-accel-buffering", List.of("no"));
  }

  @Test
  void aRowWhoseRankAloneMovedIsSentToo() {
    // Given
    PageEvents.publish(PageEvents.attacks("overtaken", "2024-02", 60, 30));
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> rank(reader, "overtaken") == 1);

    // When
    PageEvents.publish(PageEvents.attacks("better", "2024-02", 60, 0));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(rank(reader, "overtaken")).isEqualTo(2));
    assertThat(rank(reader, "better")).isEqualTo(1);
    assertSameAsServed(reader);
  }

  @Test
  void aClientThatComesAgainGetsWhatItMissedOnce() {
    // Given
    PageEvents.publish(PageEvents.attacks("before", "2024-03", 60, 10));
    StreamReader first = StreamReader.open(stream);
    await().atMost(PATIENCE).until(() -> conclusive(first.standing("2024-03", "before")) == 60);
    await().atMost(PATIENCE).until(first::ready);
    first.close();
    PageEvents.publish(PageEvents.attacks("meanwhile", "2024-03", 60, 20));
    awaitServed("2024-03", Set.of("before", "meanwhile"));

    // When
    StreamReader again = ready(first.again(stream));

    // Then
    assertThat(again.types()).doesNotContain("reset").containsOnlyOnce("ready");
    Set<String> seen = new HashSet<>(first.events.stream().map(StreamReader.Event::id).toList());
    assertThat(again.events.stream().filter(event -> !event.type().equals("ready")))
        .extracting(StreamReader.Event::id)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(seen);
    assertThat(again.events)
        .extracting(event -> event.data().path("model").asText())
        .contains("meanwhile");
    assertSameAsServed(again);
  }

  @Test
  void anIdThatIsNotOfThisProcessStartsAnew() {
    // Given
    PageEvents.publish(PageEvents.attacks("steady", "2024-04", 60, 10));
    awaitServed("2024-04", Set.of("steady"));
    String foreign = "0123456789abcdef0123456789abcdef-7";

    for (String id : List.of(foreign, "nonsense", "-1", foreign + "99999999999999999999")) {
      // When
      StreamReader reader = ready(StreamReader.open(stream, id));
      StreamReader asked = ready(StreamReader.open(URI.create(stream + "?lastEventId=" + id)));

      // Then
      assertThat(reader.types()).as(id).startsWith("reset", "standing").doesNotContain("removed");
      assertThat(asked.types()).as(id).startsWith("reset", "standing");
      assertSameAsServed(reader);
      reader.close();
      asked.close();
    }
  }

  @Test
  void whatIsRetractedIsRemoved() {
    // Given
    PageEvents.publish(PageEvents.attacks("withdrawn", "2024-05", 10, 1));
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> reader.standing("2024-05", "withdrawn") != null);

    // When
    PageEvents.publish(
        List.of(
            new JsonObject()
                .put("type", "retract")
                .put("model", "withdrawn")
                .put("period", "2024-05")
                .put("reason", "broken judge")
                .put("by", "tester")
                .encode()));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              StreamReader.Event last =
                  reader.events.stream()
                      .filter(event -> event.data().path("model").asText().equals("withdrawn"))
                      .reduce((one, next) -> next)
                      .orElseThrow();
              assertThat(last.type()).isEqualTo("removed");
              assertThat(last.data())
                  .isEqualTo(JSON.readTree("{\"model\":\"withdrawn\",\"period\":\"2024-05\"}"));
            });
    assertSameAsServed(reader);
  }

  @Test
  void aNameThatBecomesAnAliasIsRemoved() {
    // Given
    PageEvents.publish(PageEvents.attacks("nickname", "2024-05", 60, 1));
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> reader.standing("2024-05", "nickname") != null);

    // When
    PageEvents.publish(
        List.of(
            new JsonObject()
                .put("type", "model")
                .put("model", "proper-name")
                .put("aliases", List.of("nickname"))
                .encode()));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(reader.events)
                    .filteredOn(event -> event.type().equals("removed"))
                    .extracting(event -> event.data().toString())
                    .containsExactly("{\"model\":\"nickname\",\"period\":\"2024-05\"}"));
    assertSameAsServed(reader);
    assertThat(conclusive(reader.standing("2024-05", "proper-name"))).isEqualTo(60);
    StreamReader later = ready(StreamReader.open(stream));
    assertThat(later.types()).as("a snapshot holds no removals").doesNotContain("removed");
  }

  @Test
  void aClientCutOffTwentyTimesUnderLoadEndsWithEveryFinalValue() throws Exception {
    // Given
    Thread load = new Thread(() -> publishRounds("2024-06", 40));
    Random random = new Random(7);

    // When
    load.start();
    StreamReader reader = StreamReader.open(stream);
    int resets = 0;
    for (int cut = 0; cut < 20; cut++) {
      Thread.sleep(random.nextInt(250));
      reader.close();
      resets += reader.types().contains("reset") ? 1 : 0;
      reader = reader.again(stream);
    }
    load.join(PATIENCE.toMillis());
    StreamReader last = ready(reader);

    // Then
    assertThat(load.isAlive()).isFalse();
    assertThat(resets).isZero();
    awaitServed("2024-06", Set.of("load-0", "load-7"));
    assertSameAsServed(last);
  }

  // Last: its thousands of rows would slow the delays that another test measures.
  @Test
  @Order(Integer.MAX_VALUE)
  void aClientThatNeverReadsIsClosedAndHoldsUpNobody() throws Exception {
    // Given
    List<String> many = new ArrayList<>();
    // More than the kernel's buffers of a connection take, so that the server's own fills.
    String padding = "-of-the-crowd".repeat(14);
    for (int i = 0; i < 4_000; i++) {
      many.addAll(PageEvents.attacks(i + padding, "2024-07", 1, 0));
    }
    PageEvents.publish(many);
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> inPeriod(reader, "2024-07") == 4_000);

    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.setSoTimeout((int) PATIENCE.toMillis());
      deaf.connect(new InetSocketAddress(stream.getHost(), stream.getPort()));
      deaf.getOutputStream()
          .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      await().atMost(PATIENCE).until(() -> connected() == 2);

      // When
      List<Duration> delays = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        String model = "quick-" + round;
        PageEvents.publish(PageEvents.attacks(model, "2024-08", 60, round));
        long answered = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> conclusive(reader.standing("2024-08", model)) == 60);
        delays.add(Duration.ofNanos(System.nanoTime() - answered));
      }

      // Then
      LOG.infof("event=stream-delays-beside-deaf-client after-answer=%s", delays);
      assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(PROMPT));
      await().atMost(PATIENCE).until(() -> connected() == 1);
      long buffered = deaf.getInputStream().transferTo(OutputStream.nullOutputStream());
      long all = reader.standings.values().stream().mapToLong(at -> at.toString().length()).sum();
      LOG.infof("event=deaf-client buffered=%d snapshot=%d", buffered, all);
      assertThat(buffered).isLessThan(all);
    }
    assertSameAsServed(reader);
  }

  @Test
  void oneClientMoreThanTheLimitIsToldToComeLater() {
    // Given
    for (int i = 0; i < MAX_CLIENTS; i++) {
      ready(StreamReader.open(stream));
    }

    // When
    StreamReader refused = StreamReader.open(stream);
    int gauge = connected();
    open.remove(0).close();

    // Then
    assertThat(refused.response.statusCode()).isEqualTo(503);
    assertThat(refused.response.headers().firstValue("retry-after")).hasValue("5");
    assertThat(refused.response.headers().firstValue("content-type"))
        .hasValue("application/problem+json");
    assertThat(gauge).isEqualTo(MAX_CLIENTS);
    await().atMost(PATIENCE).until(() -> connected() == MAX_CLIENTS - 1);
    ready(StreamReader.open(stream));
  }

  @Test
  void aQuietConnectionIsKeptAwakeByComments() {
    // When
    StreamReader reader = ready(StreamReader.open(stream));

    // Then
    await().atMost(PATIENCE).until(() -> reader.heartbeats.get() >= 3);
  }

  @Test
  void theApiDescriptionHoldsIt() {
    // When
    String description = given().get("/q/openapi?format=json").asString();

    // Then
    assertThat(new JsonObject(description).getJsonObject("paths").getJsonObject("/api/v1/stream"))
        .isNotNull();
  }

  /** Eight models that change by turns, so that ranks move all the time. */
  private static void publishRounds(String period, int rounds) {
    for (int round = 0; round < rounds; round++) {
      int breached = (round * 7) % 60;
      PageEvents.publish(PageEvents.attacks("load-" + round % 8, period, 60, breached));
    }
  }

  private StreamReader ready(StreamReader reader) {
    open.add(reader);
    await().atMost(PATIENCE).until(reader::ready);
    return reader;
  }

  private int connected() {
    return (int) meters.get("tidemark.stream.clients").gauge().value();
  }

  private static long inPeriod(StreamReader reader, String period) {
    return reader.standings.keySet().stream().filter(key -> key.startsWith(period)).count();
  }

  private static int rank(StreamReader reader, String model) {
    JsonNode standing = reader.standing("2024-02", model);
    return standing == null ? 0 : standing.path("casi").path("rank").asInt();
  }

  private static int conclusive(JsonNode standing) {
    return standing == null ? 0 : standing.path("casi").path("casi").path("conclusive").asInt();
  }

  private static Map<String, JsonNode> served(String period, String board) {
    try {
      JsonNode answer =
          JSON.readTree(
              given()
                  .queryParam("period", period)
                  .queryParam("board", board)
                  .get("/api/v1/standings")
                  .asString());
      Map<String, JsonNode> rows = new HashMap<>();
      answer.path("standings").forEach(row -> rows.put(row.path("model").asText(), row));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitServed(String period, Set<String> models) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(served(period, "casi")).containsKeys(models.toArray(String[]::new)));
  }

  /** Everything that the reader was told is what the API gives, row by row, and nothing else. */
  private static void assertSameAsServed(StreamReader reader) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              int rows = 0;
              for (int month = 1; month <= 8; month++) {
                String period = "2024-0" + month;
                for (String board : List.of("casi", "ars")) {
                  Map<String, JsonNode> served = served(period, board);
                  Map<String, JsonNode> told = new HashMap<>();
                  reader.standings.values().stream()
                      .filter(standing -> standing.path("period").asText().equals(period))
                      .forEach(
                          standing ->
                              told.put(standing.path("model").asText(), standing.path(board)));
                  assertThat(told).isEqualTo(served);
                  rows += served.size();
                }
              }
              assertThat(reader.standings).hasSize(rows / 2);
            });
  }
}

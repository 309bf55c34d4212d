package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stream as clients read it, from a whole running service. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class StreamTest {

  private static final Logger LOG = Logger.getLogger(StreamTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PROMPT = Duration.ofSeconds(1);

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  private final List<StreamReader> open = new ArrayList<>();

  @AfterEach
  void hangUp() {
    open.forEach(StreamReader::close);
  }

  @Test
  void aSnapshotComesFirstAndThenEveryChangeWithinASecondOfTheAnswer() {
    // Given
    PageEvents.publish(PageEvents.attacks("known", "2024-01", 60, 12));
    ServedBoards.await("2024-01", Set.of("known"));
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
          .until(() -> reader.conclusive("2024-01", model) == 60);
      long first =
          reader.boardEvents().stream()
              .filter(event -> event.data().path("model").asText().equals(model))
              .reduce((one, next) -> next)
              .orElseThrow()
              .nanos();
      delays.add(Duration.ofNanos(Math.max(0, first - answered)));
    }

    // Then
    LOG.infof("event=stream-delays after-answer=%s", delays);
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(PROMPT));
    assertThat(reader.types().subList(0, snapshot)).containsOnly("standing", "alert");
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
    ServedBoards.assertTold(reader);
  }

  @Test
  void aClientMayAskForTheNewsAlone() {
    // Given
    PageEvents.publish(PageEvents.attacks("old-news", "2024-08", 60, 10));
    StreamReader everything = ready(StreamReader.open(stream));
    await().atMost(PATIENCE).until(() -> everything.conclusive("2024-08", "old-news") == 60);

    // When
    StreamReader reader = ready(StreamReader.open(URI.create(stream + "?from=now")));
    List<String> before = List.copyOf(reader.types());
    PageEvents.publish(PageEvents.attacks("new-news", "2024-08", 60, 20));

    // Then
    await().atMost(PATIENCE).until(() -> reader.conclusive("2024-08", "new-news") == 60);
    assertThat(before).containsExactly("ready");
  }

  @Test
  void aClientThatComesAgainGetsWhatItMissedOnce() {
    // Given
    PageEvents.publish(PageEvents.attacks("before", "2024-03", 60, 10));
    StreamReader first = StreamReader.open(stream);
    await().atMost(PATIENCE).until(() -> first.conclusive("2024-03", "before") == 60);
    await().atMost(PATIENCE).until(first::ready);
    first.close();
    PageEvents.publish(PageEvents.attacks("meanwhile", "2024-03", 60, 20));
    ServedBoards.await("2024-03", Set.of("before", "meanwhile"));

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
    ServedBoards.assertTold(again);
  }

  @Test
  void anIdThatIsNotOfThisProcessStartsAnew() {
    // Given
    PageEvents.publish(PageEvents.attacks("steady", "2024-04", 60, 10));
    ServedBoards.await("2024-04", Set.of("steady"));
    String foreign = "0123456789abcdef0123456789abcdef-7";

    for (String id : List.of(foreign, "nonsense", "-1", foreign + "99999999999999999999")) {
      // When
      StreamReader reader = ready(StreamReader.open(stream, id));
      StreamReader asked = ready(StreamReader.open(URI.create(stream + "?lastEventId=" + id)));

      // Then
      assertThat(reader.types())
          .as(id)
          .startsWith("reset")
          .contains("standing")
          .doesNotContain("removed");
      assertThat(asked.types()).as(id).startsWith("reset").contains("standing");
      ServedBoards.assertTold(reader);
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
                  reader.boardEvents().stream()
                      .filter(event -> event.data().path("model").asText().equals("withdrawn"))
                      .reduce((one, next) -> next)
                      .orElseThrow();
              assertThat(last.type()).isEqualTo("removed");
              assertThat(last.data())
                  .isEqualTo(JSON.readTree("{\"model\":\"withdrawn\",\"period\":\"2024-05\"}"));
            });
    ServedBoards.assertTold(reader);
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
    ServedBoards.assertTold(reader);
    assertThat(reader.conclusive("2024-05", "proper-name")).isEqualTo(60);
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
      StreamReader current = reader;
      int most = random.nextInt(6);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> current.events.size() >= most || !load.isAlive());
      current.close();
      resets += current.types().contains("reset") ? 1 : 0;
      reader = current.again(stream);
    }
    load.join(PATIENCE.toMillis());
    StreamReader last = ready(reader);

    // Then
    assertThat(load.isAlive()).isFalse();
    assertThat(resets).isZero();
    ServedBoards.await("2024-06", Set.of("load-0", "load-7"));
    ServedBoards.assertTold(last);
  }

  /** Eight models that change by turns, so that ranks move all the time. */
  private static void publishRounds(String period, int rounds) {
    for (int round = 0; round < rounds; round++) {
      int breached = (round * 7) % 60;
      PageEvents.publish(PageEvents.attacks("load-" + round % 8, period, 60, breached));
    }
  }

  private static int rank(StreamReader reader, String model) {
    JsonNode standing = reader.standing("2024-02", model);
    return standing == null ? 0 : standing.path("casi").path("rank").asInt();
  }

  private StreamReader ready(StreamReader reader) {
    open.add(reader);
    return reader.awaitReady();
  }
}

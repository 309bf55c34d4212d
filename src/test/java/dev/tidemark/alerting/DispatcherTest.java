package dev.tidemark.alerting;

import static dev.tidemark.alerting.Alerts.firing;
import static dev.tidemark.alerting.Alerts.resolved;
import static dev.tidemark.alerting.RunningDispatcher.JANUARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.alerting.TestReceiver.Received;
import dev.tidemark.alerting.TestReceiver.Reply;
import dev.tidemark.event.Silence;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Delivery with a real broker and real receivers. Each test has models of its own. */
@Timeout(180)
class DispatcherTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestBroker broker;
  private static AlertsTopic alerts;

  private TestReceiver one;
  private TestReceiver other;

  @BeforeAll
  static void startBroker() {
    broker = TestBroker.start(Topics.ALL);
    alerts = new AlertsTopic(broker.bootstrapServers());
  }

  @AfterAll
  static void stopBroker() {
    alerts.close();
    broker.close();
  }

  @BeforeEach
  void startReceivers() throws Exception {
    one = new TestReceiver();
    other = new TestReceiver();
  }

  @AfterEach
  void stopReceivers() {
    one.close();
    other.close();
  }

  @Test
  void aFailingReceiverHoldsUpNobodyAndHearsAllOnceItIsBack() {
    other.reply(500);
    String[] settings = both("fail/*");
    try (RunningDispatcher tidemark =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings)) {
      // Given: there before the alerts are, else a new receiver hears of what stands only
      eventually(() -> assertThat(active(tidemark)).isEqualTo(1));

      // When
      alerts.write(firing("fail/a", 1), firing("fail/b", 1));
      alerts.write(resolved("fail/a", 1));

      // Then
      eventually(
          () ->
              assertThat(heard(one))
                  .containsExactlyInAnyOrder("fail/a F1", "fail/b F1", "fail/a R1"));
      eventually(() -> assertThat(other.received()).hasSizeGreaterThan(3));
      assertThat(tidemark.health.call().getStatus()).isEqualTo(Status.DOWN);
      assertThat(tidemark.health.call().getData().orElseThrow().get("other").toString())
          .startsWith("failing since 2026-01-20T12:")
          .endsWith(", pending 3");
      assertThat(
              tidemark
                  .meters
                  .get("tidemark.alert.receiver.up")
                  .tags("receiver", "other")
                  .gauge()
                  .value())
          .isZero();
      assertThat(
              tidemark
                  .meters
                  .get("tidemark.alert.delivery.pending")
                  .tags("receiver", "other")
                  .gauge()
                  .value())
          .isEqualTo(3);
      eventually(() -> assertThat(tidemark.count("one", "delivered")).isEqualTo(3));
    }
    other.received().clear();
    try (RunningDispatcher restarted =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings)) {
      eventually(() -> assertThat(other.received()).isNotEmpty());
      assertThat(restarted.health.call().getStatus()).isEqualTo(Status.DOWN);
      other.received().clear();
      other.reply(200);

      eventually(
          () ->
              assertThat(heard(other))
                  .containsSubsequence("fail/a F1", "fail/a R1")
                  .contains("fail/b F1"));
      eventually(() -> assertThat(restarted.health.call().getStatus()).isEqualTo(Status.UP));
      eventually(() -> assertThat(restarted.count("other", "delivered")).isEqualTo(3));
    }
    // The good one got each message once, over both runs.
    assertThat(heard(one)).hasSize(3);
  }

  @Test
  void eachAlertArrivesInOrderHoweverManyThereAreAndHoweverSlowTheAnswersAre() {
    Random random = new Random(1);
    one.reply(
        request -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
          return Reply.status(random.nextInt(5) == 0 ? 503 : 200);
        });
    try (RunningDispatcher tidemark =
        new RunningDispatcher(
            broker.bootstrapServers(), JANUARY, receiver("one", one, "burst/*"))) {
      eventually(() -> assertThat(active(tidemark)).isEqualTo(1));
      List<Transition> burst = new ArrayList<>();
      for (int episode = 1; episode <= 3; episode++) {
        for (int model = 0; model < 30; model++) {
          burst.add(firing("burst/" + model, episode));
          burst.add(resolved("burst/" + model, episode));
        }
      }
      alerts.write(burst.toArray(Transition[]::new));

      eventually(() -> assertThat(tidemark.count("one", "delivered")).isEqualTo(180));
    }
    List<String> heard = heard(one);
    IntStream.range(0, 30)
        .mapToObj(model -> "burst/" + model + ' ')
        .forEach(
            model ->
                assertThat(heard.stream().filter(line -> line.startsWith(model)).distinct())
                    .extracting(line -> line.substring(model.length()))
                    .containsExactly("F1", "R1", "F2", "R2", "F3", "R3"));
  }

  @Test
  void aSilenceHoldsBackWhatFiresAndOverARestart() throws Exception {
    String[] settings = receiver("one", one, "quiet/*");
    Instant now = JANUARY.instant().truncatedTo(ChronoUnit.MILLIS);
    Silence silence =
        new Silence(
            "id-1",
            null,
            "quiet/*",
            null,
            now,
            now.plusSeconds(3600),
            "a known broken judge",
            "ops");
    try (RunningDispatcher tidemark =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings)) {
      eventually(() -> assertThat(active(tidemark)).isEqualTo(1));
      tidemark.silences.put(silence);
      alerts.write(firing("quiet/stands", 1), firing("quiet/ends", 1));
      alerts.write(resolved("quiet/ends", 1));
      eventually(() -> assertThat(tidemark.count("one", "suppressed")).isEqualTo(1));
    }
    try (RunningDispatcher restarted =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings)) {
      eventually(() -> assertThat(restarted.reports.report("one")).isPresent());
      assertThat(restarted.silences.lasting(JANUARY.instant())).containsExactly(silence);
      assertThat(one.received()).isEmpty();

      restarted.silences.lift("id-1");

      eventually(() -> assertThat(heard(one)).containsExactly("quiet/stands F1"));
    }
  }

  @Test
  void ofTwoDispatchersOneDeliversAndTheOtherTakesOver() {
    String[] settings = receiver("one", one, "pair/*");
    RunningDispatcher first = new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings);
    try (RunningDispatcher second =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, settings)) {
      eventually(() -> assertThat(active(first) + active(second)).isEqualTo(1));
      alerts.write(firing("pair/a", 1));
      eventually(() -> assertThat(heard(one)).containsExactly("pair/a F1"));
      RunningDispatcher standby = active(first) == 1 ? second : first;
      RunningDispatcher acting = standby == first ? second : first;
      assertThat(standby.meters.get("tidemark.alert.receiver.up").gauge().value()).isNaN();
      assertThat(standby.health.call().getData().orElseThrow().get("one")).isEqualTo("standing by");

      // When
      acting.close();
      alerts.write(resolved("pair/a", 1));

      // Then
      eventually(() -> assertThat(heard(one)).containsExactly("pair/a F1", "pair/a R1"));
      assertThat(active(standby)).isEqualTo(1);
      standby.close();
    } finally {
      first.close();
    }
  }

  @Test
  void foreignRecordsInTheTopicsEndNothing() {
    alerts.writeRaw(Topics.ALERTS, "REGRESSION|junk/a|all|2026-01", new byte[] {1, 2, 3});
    alerts.writeRaw(Topics.ALERTS, "REGRESSION|junk/b|all|2026-01", null);
    alerts.writeRaw(Topics.DELIVERIES, "one|junk", new byte[] {9});
    alerts.writeRaw(Topics.DELIVERIES, "one", new byte[] {});
    alerts.writeRaw(Topics.SILENCES, "junk", new byte[] {7, 7});
    try (RunningDispatcher tidemark =
        new RunningDispatcher(broker.bootstrapServers(), JANUARY, receiver("one", one, "junk/*"))) {
      alerts.write(firing("junk/c", 1));

      eventually(() -> assertThat(heard(one)).containsExactly("junk/c F1"));
      eventually(() -> assertThat(tidemark.count("one", "delivered")).isEqualTo(1));
    }
  }

  @Test
  void anImportOfHistoryMakesNoNoise() {
    Clock march = RunningDispatcher.startingAt("2026-03-05T00:00:00Z");
    try (RunningDispatcher tidemark =
        new RunningDispatcher(broker.bootstrapServers(), march, receiver("one", one, "old/*"))) {
      alerts.write(firing("old/a", 1), firing("old/b", 1));

      eventually(() -> assertThat(tidemark.count("one", "suppressed")).isEqualTo(2));
      assertThat(one.received()).isEmpty();
    }
  }

  private static int active(RunningDispatcher dispatcher) {
    return dispatcher.reports.report("one").isPresent() ? 1 : 0;
  }

  private String[] both(String models) {
    List<String> settings = new ArrayList<>(List.of(receiver("one", one, models)));
    settings.addAll(List.of(receiver("other", other, models)));
    return settings.toArray(String[]::new);
  }

  private static String[] receiver(String name, TestReceiver at, String models) {
    return new String[] {
      "receivers." + name + ".type",
      "webhook",
      "receivers." + name + ".url",
      at.url(),
      "receivers." + name + ".models",
      models
    };
  }

  /** What a receiver got, as {@code model F1}. */
  private static List<String> heard(TestReceiver receiver) {
    return receiver.received().stream().map(DispatcherTest::line).toList();
  }

  private static String line(Received request) {
    try {
      JsonNode body = JSON.readTree(request.body());
      return body.get("model").asText()
          + ' '
          + body.get("state").asText().charAt(0)
          + body.get("episode").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
  }
}

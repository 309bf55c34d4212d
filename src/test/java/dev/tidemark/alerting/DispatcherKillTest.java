package dev.tidemark.alerting;

import static dev.tidemark.alerting.Alerts.firing;
import static dev.tidemark.alerting.Alerts.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.alerting.TestReceiver.Received;
import dev.tidemark.alerting.TestReceiver.Reply;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The active dispatcher is killed, its successor is stalled, in the middle of a burst: every
 * transition arrives, none out of order, and the stalled one does no harm when it wakes up.
 */
@Timeout(240)
class DispatcherKillTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MODELS = 50;
  private static final int EPISODES = 4;
  private static final List<String> STORY = List.of("F1", "R1", "F2", "R2", "F3", "R3", "F4", "R4");

  @Test
  void everyTransitionArrivesAndNoneOutOfOrder() throws Exception {
    try (TestBroker broker = TestBroker.start(Topics.ALL);
        AlertsTopic alerts = new AlertsTopic(broker.bootstrapServers());
        TestReceiver soc = new TestReceiver()) {
      // Given: one active, one standing by
      soc.reply(
          request -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            return Reply.status(202);
          });
      try (DispatcherProcess first =
          DispatcherProcess.start(broker.bootstrapServers(), soc.url())) {
        alerts.write(firing("warm", 1));
        eventually(() -> assertThat(soc.received()).isNotEmpty());
        try (DispatcherProcess second =
            DispatcherProcess.start(broker.bootstrapServers(), soc.url())) {
          // When: in a burst of 400 transitions the active one is killed
          burst(alerts);
          eventually(() -> assertThat(soc.received()).hasSizeGreaterThan(80));
          first.kill();
          int atKill = soc.received().size();
          try (DispatcherProcess third =
              DispatcherProcess.start(broker.bootstrapServers(), soc.url())) {
            // and the one that took over stands still before it is through
            eventually(() -> assertThat(soc.received()).hasSizeGreaterThan(atKill + 80));
            assertThat(distinct(soc)).hasSizeLessThan(MODELS * EPISODES * 2);
            eventually(() -> assertThat(second.active()).isNotEqualTo(third.active()));
            DispatcherProcess stalled = second.active() ? second : third;
            stalled.signal("STOP");
            int atStop = soc.received().size();
            eventually(() -> assertThat(soc.received()).hasSizeGreaterThan(atStop + 20));
            stalled.signal("CONT");
            eventually(() -> assertThat(stalled.active()).isFalse());
            eventually(() -> assertThat(distinct(soc)).hasSize(MODELS * EPISODES * 2 + 1));
            alerts.write(resolved("warm", 1));
            eventually(() -> assertThat(distinct(soc)).hasSize(MODELS * EPISODES * 2 + 2));
          }
        }
      }

      // Then
      assertThat(stories(soc).get("warm")).containsExactly("F1", "R1");
      for (int model = 0; model < MODELS; model++) {
        assertThat(stories(soc).get("m" + model)).as("m" + model).isEqualTo(STORY);
      }
    }
  }

  private static void burst(AlertsTopic alerts) {
    for (int episode = 1; episode <= EPISODES; episode++) {
      List<Transition> part = new ArrayList<>();
      for (int model = 0; model < MODELS; model++) {
        part.add(firing("m" + model, episode));
        part.add(resolved("m" + model, episode));
      }
      alerts.write(part.toArray(Transition[]::new));
    }
  }

  private static Set<String> distinct(TestReceiver soc) {
    Set<String> ids = new HashSet<>();
    soc.received().forEach(request -> ids.add(request.header("Idempotency-Key")));
    return ids;
  }

  /** What the receiver heard of each model, without repeats of what it heard last. */
  private static Map<String, List<String>> stories(TestReceiver soc) throws Exception {
    Map<String, List<String>> stories = new LinkedHashMap<>();
    for (Received request : soc.received()) {
      JsonNode body = JSON.readTree(request.body());
      List<String> story =
          stories.computeIfAbsent(body.get("model").asText(), any -> new ArrayList<>());
      String part = body.get("state").asText().substring(0, 1) + body.get("episode").asInt();
      if (story.isEmpty() || !story.get(story.size() - 1).equals(part)) {
        story.add(part);
      }
    }
    return stories;
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good month, a regression, the judge found broken: through the topology on a real broker. */
class LiveAlertsTest {

  private static final Duration SETTLED = Duration.ofSeconds(45);
  private static final List<String> MODELS = List.of("acme/one", "acme/two", "nova/three");
  private static final int CASES = 150;

  /** What a month with a broken judge breaks. */
  private static final Set<AlertRule> HOLDING =
      EnumSet.of(AlertRule.REGRESSION, AlertRule.SCORE_DROP, AlertRule.FLOOR);

  @TempDir Path folder;

  private long timestamp = Instant.parse("2026-06-20T00:00:00Z").toEpochMilli();

  @Test
  void aBrokenJudgesAlertFiresWithinTwoSecondsAndItsRetractionLeavesNoTrace() {
    try (LiveTopology live = new LiveTopology(folder)) {
      // Given
      for (String model : MODELS) {
        month(live, model, "2026-05", "may", 5);
        month(live, model, "2026-06", "june", 5);
      }
      await()
          .atMost(SETTLED)
          .untilAsserted(
              () -> {
                assertThat(live.standings()).hasSize(2 * MODELS.size());
                assertThat(live.standings().values())
                    .allMatch(standing -> standing.getCasi().getConclusive() == CASES);
              });
      Map<String, Standing> good = comparable(live.standings());
      assertThat(regressions(live)).isEmpty();

      // When
      List<Long> millis = new ArrayList<>();
      for (String model : MODELS) {
        month(live, model, "2026-06", "broken", 65);
        long sent = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(10))
            .atMost(SETTLED)
            .until(() -> regressions(live).stream().anyMatch(is(model, AlertState.FIRING)));
        millis.add((System.nanoTime() - sent) / 1_000_000);
      }
      live.stop();
      live.start();
      for (String model : MODELS) {
        send(live, Retraction.newBuilder().setModel(model).setRunId("broken").setBy("ana").build());
      }
      live.flush();

      // Then
      await()
          .atMost(SETTLED)
          .untilAsserted(
              () -> {
                assertThat(regressions(live))
                    .filteredOn(alert -> alert.getState() == AlertState.RESOLVED)
                    .hasSize(MODELS.size());
                assertThat(comparable(live.standings())).isEqualTo(good);
              });
      System.out.println("alert seen after " + millis + " ms");
      assertThat(millis)
          .as("ms; a busy machine is late, but not every time")
          .anyMatch(m -> m < 2_000);
      // Each transition stands in the topic once, whatever was restarted.
      assertThat(regressions(live).stream().filter(Alert::getTransition))
          .hasSize(2 * MODELS.size());
      assertThat(regressions(live))
          .filteredOn(alert -> alert.getState() == AlertState.RESOLVED)
          .allSatisfy(
              alert ->
                  assertThat(alert.getResolution())
                      .startsWith(CASES + " results were withdrawn by ana. "));
    }
  }

  @Test
  void anApplicationOfAnotherNameGoesOnWithTheAlertsAndTellsNothingOfWhatItComputesAnew() {
    try (LiveTopology live = new LiveTopology(folder)) {
      // Given: the first of three stands, in its second episode; the second stands; one is
      // resolved.
      for (String model : MODELS) {
        month(live, model, "2026-05", "may", 5);
        month(live, model, "2026-06", "broken", 65);
        awaitLast(live, model, AlertState.FIRING, 1);
      }
      for (String model : List.of(MODELS.get(0), MODELS.get(2))) {
        retract(live, model, "broken");
        awaitLast(live, model, AlertState.RESOLVED, 1);
      }
      month(live, MODELS.get(0), "2026-06", "second", 65);
      awaitLast(live, MODELS.get(0), AlertState.FIRING, 2);
      live.stop();
      int before = live.alerts().size();

      // When: meanwhile the second recovers.
      retract(live, MODELS.get(1), "broken");
      live.startAs("tidemark-scoring-anew");
      awaitLast(live, MODELS.get(1), AlertState.RESOLVED, 1);
      month(live, MODELS.get(2), "2026-06", "second", 65);
      awaitLast(live, MODELS.get(2), AlertState.FIRING, 2);

      // Then
      assertThat(live.alerts()).filteredOn(Alert::getTransition).hasSize(8 * HOLDING.size());
      assertThat(live.alerts().subList(before, live.alerts().size()))
          .filteredOn(Alert::getTransition)
          .extracting(Alert::getModel)
          .doesNotContain(MODELS.get(0));
    }
  }

  /** Of every rule: a part of a month may be enough for one of them. */
  private static void awaitLast(LiveTopology live, String model, AlertState state, int episode) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              Map<AlertRule, Alert> last = new EnumMap<>(AlertRule.class);
              live.alerts().stream()
                  .filter(alert -> alert.getModel().equals(model))
                  .forEach(alert -> last.put(alert.getRule(), alert));
              assertThat(last).containsOnlyKeys(HOLDING);
              assertThat(last.values())
                  .extracting(Alert::getState, Alert::getEpisode)
                  .containsOnly(tuple(state, episode));
            });
  }

  private void retract(LiveTopology live, String model, String run) {
    send(live, Retraction.newBuilder().setModel(model).setRunId(run).setBy("ana").build());
    live.flush();
  }

  private static Predicate<Alert> is(String model, AlertState state) {
    return alert -> alert.getModel().equals(model) && alert.getState() == state;
  }

  private static List<Alert> regressions(LiveTopology live) {
    return live.alerts().stream().filter(alert -> alert.getRule() == AlertRule.REGRESSION).toList();
  }

  private void month(LiveTopology live, String model, String period, String run, int breached) {
    for (int i = 0; i < CASES; i++) {
      send(
          live,
          AttackResult.newBuilder()
              .setModel(model)
              .setSuite("pack")
              .setCaseId("case-" + i)
              .setOccurredAt(Instant.parse(period + "-10T00:00:00Z"))
              .setRunId(run)
              .setCategory("leak")
              .setSeverity(Severity.HIGH)
              .setComplexity(Complexity.TEMPLATED)
              .setOutcome(i < breached ? Outcome.BREACHED : Outcome.RESISTED)
              .build());
    }
    live.flush();
  }

  private void send(LiveTopology live, SpecificRecord event) {
    live.send(
        new ProducerRecord<>(
            EventKeys.topic(event),
            null,
            timestamp++,
            EventKeys.recordKey(event).getBytes(StandardCharsets.UTF_8),
            EventCodec.encode(event)));
  }

  /** Without the time of computing and the marks that a retraction leaves. */
  private static Map<String, Standing> comparable(Map<String, Standing> standings) {
    Map<String, Standing> comparable = new TreeMap<>();
    standings.forEach(
        (key, standing) -> {
          Tally tally = new Tally();
          TallyRecords.fromRecord(standing.getTally())
              .cells()
              .forEach(
                  (cell, counts) -> {
                    if (cell.dimension() != Dimension.WITHDRAWN) {
                      tally.add(cell, counts);
                    }
                  });
          comparable.put(
              key,
              Standing.newBuilder(standing)
                  .setUpdatedAt(Instant.EPOCH)
                  .setTally(TallyRecords.toRecord(tally))
                  .build());
        });
    return comparable;
  }
}

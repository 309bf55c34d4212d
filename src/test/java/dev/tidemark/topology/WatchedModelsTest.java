package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.AlertStore.Key;
import dev.tidemark.topology.AlertStore.Sent;
import dev.tidemark.topology.WatchedModels.Watched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class WatchedModelsTest {

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @Test
  void afterAStartAModelIsTakenUpThatHasNothingLeftButAnAlert() {
    // Given: its last tally went with the last commit, before its alert was judged.
    AlertStore alerts = new AlertStore(store("alerts"));
    alerts.put("gone", new Key(AlertRule.FLOOR, AlertBoard.CASI, period("2026-06")), sent("gone"));
    WriteBehindStore tallies = WriteBehindStore.over(LedgerDriver.builder("tallies")).build();
    tallies.init(context.getStateStoreContext(), tallies);
    WatchedModels watched =
        new WatchedModels(
            Methods.builtIn().standard(),
            new TallyParts(tallies),
            new ModelStore(store("models")),
            alerts);

    // When
    List<String> untouched = new ArrayList<>();
    for (int review = 0; review < 3; review++) {
      untouched.addAll(watched.untouched());
    }

    // Then
    assertThat(untouched).containsExactly("gone");
    assertThat(watched.get("gone").history()).isEmpty();
    assertThat(watched.get("gone").sent()).hasSize(1);
  }

  @Test
  void ofVeryManyRetractionsTheNewestAreKnownWithAnAlert() {
    // Given
    NavigableMap<Period, Measured> history = new TreeMap<>();
    for (int month = 1; month <= 12; month++) {
      Map<String, Long> withdrawn = new TreeMap<>();
      for (int i = 0; i < 1_000; i++) {
        withdrawn.put("%016x-hash".formatted(month * 1_000 + i), 2L);
      }
      history.put(
          period("2026-%02d".formatted(month)),
          new Measured(null, null, null, null, null, 0, List.of(), List.of(), withdrawn));
    }

    // When
    Map<String, Long> known = Alerting.withdrawn(new Watched(history, Map.of()));

    // Then
    assertThat(known)
        .hasSize(10_000)
        .containsEntry("%016x-hash".formatted(12_999), 2L)
        .doesNotContainKey("%016x-hash".formatted(1_000));
  }

  private static Sent sent(String model) {
    Instant at = Instant.parse("2026-06-20T00:00:00Z");
    return new Sent(
        Alert.newBuilder()
            .setRule(AlertRule.FLOOR)
            .setModel(model)
            .setBoard(AlertBoard.CASI)
            .setPeriod("2026-06")
            .setSeverity(AlertSeverity.WARNING)
            .setState(AlertState.FIRING)
            .setTransition(true)
            .setEpisode(1)
            .setFiredAt(at)
            .setUpdatedAt(at)
            .setMethodVersion("v1")
            .setPath("/models/" + model + "?period=2026-06")
            .setSummary("CASI 1.00 (0.00 to 2.00); the floor is 50.")
            .setEvidence(AlertEvidence.newBuilder().build())
            .build(),
        Map.of());
  }

  private KeyValueStore<Bytes, byte[]> store(String name) {
    KeyValueStore<Bytes, byte[]> store = LedgerDriver.builder(name).build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  private static Period period(String text) {
    return Period.parse(text);
  }
}

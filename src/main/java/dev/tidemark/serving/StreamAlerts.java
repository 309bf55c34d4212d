package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds which alerts differ from what the stream last told. For one thread. */
@Singleton
class StreamAlerts {

  private final AlertsView view;
  private Map<String, Alert> told = new HashMap<>();
  private long looked = -1;

  /** What an {@code alert-removed} event carries: this alert is no longer kept. */
  record Removed(String rule, String model, String board, String period) {}

  StreamAlerts(AlertsView view) {
    this.view = view;
  }

  /** Tells what differs, as JSON. */
  void tell(StreamLog log, Function<Object, String> json) {
    long version = view.version();
    if (version == looked) {
      return;
    }
    Map<String, Alert> fresh =
        view.all().stream().collect(Collectors.toMap(AlertsView::key, Function.identity()));
    fresh.forEach(
        (key, alert) -> {
          // The same object mostly; another one with the same content after a reading anew.
          if (!alert.equals(told.get(key))) {
            log.put(subject(key), "alert", json.apply(AlertRow.of(alert)));
          }
        });
    told.forEach(
        (key, alert) -> {
          if (!fresh.containsKey(key)) {
            log.remove(subject(key), "alert-removed", json.apply(removed(alert)));
          }
        });
    told = fresh;
    looked = version;
  }

  private static Removed removed(Alert alert) {
    return new Removed(
        alert.getRule().name(), alert.getModel(), AlertsView.board(alert), alert.getPeriod());
  }

  private static String subject(String key) {
    return "alert|" + key;
  }
}

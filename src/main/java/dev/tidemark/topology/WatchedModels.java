package dev.tidemark.topology;

import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.AlertStore.Key;
import dev.tidemark.topology.AlertStore.Sent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What the rules look at of each model. The ones touched last are kept in memory, the others are
 * read from the stores again, so that no number of models fills the heap.
 */
final class WatchedModels {

  /** Models kept in memory. */
  static final int KEPT = 2_000;

  /**
   * Models that nothing has come of since the start, taken up in one review: some 50 ms of work.
   */
  private static final int SLICE = 100;

  /** The same once all have been taken up: those that aren't kept may have gone stale. */
  private static final int SLICE_AFTERWARDS = 10;

  private final Method method;
  private final TallyParts tallies;
  private final ModelStore models;
  private final AlertStore alerts;
  private final Map<String, Watched> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Watched> eldest) {
          return size() > KEPT;
        }
      };
  private String reviewed;
  private boolean ofAlerts;
  private boolean allTakenUp;

  /** What is known of one model: its periods and the alerts sent. */
  record Watched(NavigableMap<Period, Measured> history, Map<Key, Sent> sent) {}

  WatchedModels(Method method, TallyParts tallies, ModelStore models, AlertStore alerts) {
    this.method = method;
    this.tallies = tallies;
    this.models = models;
    this.alerts = alerts;
  }

  Watched get(String model) {
    return kept.computeIfAbsent(model, this::read);
  }

  /** All that are in memory. */
  void forEachKept(BiConsumer<String, Watched> action) {
    kept.forEach(action);
  }

  /**
   * The next few models that aren't in memory: first those of before the start, then round and
   * round those that don't fit. Those with alerts too: a tally may have gone with the last commit
   * before the start, and its alert must end.
   */
  List<String> untouched() {
    List<String> untouched = new ArrayList<>();
    if (allTakenUp && kept.size() < KEPT) {
      return untouched;
    }
    tallies.refresh();
    for (int left = allTakenUp ? SLICE_AFTERWARDS : SLICE; left > 0; left--) {
      reviewed = ofAlerts ? alerts.modelAfter(reviewed) : tallies.modelAfter(reviewed);
      if (reviewed == null) {
        allTakenUp |= ofAlerts;
        ofAlerts = !ofAlerts;
        return untouched;
      }
      if (!kept.containsKey(reviewed)) {
        untouched.add(reviewed);
      }
    }
    return untouched;
  }

  /** As it is in the stores; not kept. */
  Watched read(String model) {
    NavigableMap<Period, Measured> history = new TreeMap<>();
    tallies.refresh();
    for (String key : tallies.keys(model)) {
      MergedTally merged = MergedTally.of(tallies.read(key).values());
      String period = key.substring(key.indexOf('|') + 1);
      Standing standing =
          Standings.score(model, period, merged.tally(), method, models.get(model), 0);
      history.put(Period.parse(period), Measured.of(standing, merged, method));
    }
    return new Watched(history, alerts.of(model));
  }
}

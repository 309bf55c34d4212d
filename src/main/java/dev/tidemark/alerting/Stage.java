package dev.tidemark.alerting;

import dev.tidemark.event.AlertState;
import dev.tidemark.event.Delivery;
import java.util.Comparator;

/** How far an alert has come: FIRING, then RESOLVED, of episode 1, then of episode 2, and so on. */
record Stage(int episode, AlertState state) implements Comparable<Stage> {

  static Stage of(Delivery settled) {
    return new Stage(settled.getEpisode(), settled.getState());
  }

  @Override
  public int compareTo(Stage other) {
    return Comparator.comparingInt(Stage::episode).thenComparing(Stage::state).compare(this, other);
  }
}

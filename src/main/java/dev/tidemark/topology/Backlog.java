package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import java.util.List;

/**
 * What the topics held when this process started. Until all of it has been scored no alert is
 * judged: where standings are computed anew they pass through states that never were.
 */
interface Backlog {

  /** No backlog, and no alerts of an earlier application. */
  Backlog NONE =
      new Backlog() {
        @Override
        public boolean scored() {
          return true;
        }

        @Override
        public List<Alert> alerts(int partition) {
          return List.of();
        }
      };

  /** Whether all of it has been scored; once true, always true. */
  boolean scored();

  /**
   * The alerts as they were last sent, also by an application of an earlier name: those of the
   * models whose tallies come to a partition.
   */
  List<Alert> alerts(int partition);
}

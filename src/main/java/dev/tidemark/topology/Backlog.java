package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import java.util.List;

/**
 * What an application under a new name has to score before it judges any alert: standings that are
 * being computed anew pass through states that never were.
 */
interface Backlog {

  /** Nothing. */
  Backlog NONE =
      new Backlog() {
        @Override
        public boolean begin() {
          return false;
        }

        @Override
        public boolean scored() {
          return true;
        }

        @Override
        public List<Alert> alerts(int partition) {
          return List.of();
        }
      };

  /**
   * Begins to look how far the application has come, if that hasn't begun; returns at once.
   *
   * @return whether there is anything to wait for
   */
  boolean begin();

  /** Whether all that the topics held then has been scored; once true, always true. */
  boolean scored();

  /**
   * Once it is scored: the alerts as an application of another name last sent them, of the models
   * whose tallies come to a partition.
   */
  List<Alert> alerts(int partition);
}

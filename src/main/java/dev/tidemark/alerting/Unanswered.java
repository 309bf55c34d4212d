package dev.tidemark.alerting;

import dev.tidemark.event.AlertState;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryOutcome;
import java.time.Instant;

/**
 * Keeps in the log that a request for a firing went out and no answer came back, for whoever
 * delivers next. As the firing is still to be sent, the row settles no more than the end of the
 * episode before, 0 if there is none. No other row is RESOLVED and UNCERTAIN.
 */
final class Unanswered {

  private Unanswered() {}

  /**
   * The row.
   *
   * @param firing next of its alert: everything before it is settled
   * @param attempts requests made for it
   */
  static Delivery row(String receiver, Transition firing, int attempts, Instant now) {
    int episode = firing.alert().getEpisode();
    return new Delivery(
        receiver,
        firing.key(),
        episode - 1,
        AlertState.RESOLVED,
        DeliveryOutcome.UNCERTAIN,
        "episode " + episode + " was sent and got no answer yet",
        attempts,
        now);
  }

  /** Whether a row says that. */
  static boolean is(Delivery row) {
    return row.getState() == AlertState.RESOLVED && row.getOutcome() == DeliveryOutcome.UNCERTAIN;
  }
}

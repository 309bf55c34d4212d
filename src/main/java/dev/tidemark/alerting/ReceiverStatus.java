package dev.tidemark.alerting;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.event.DeliveryReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether one receiver takes messages at present, and when to try again. For one thread. */
final class ReceiverStatus {

  private final String name;
  private final Backoff backoff;
  private DeliveryReceiver row;
  private int failures;
  private Instant notBefore = Instant.MIN;
  private Instant lastFailure;

  ReceiverStatus(String name, Backoff backoff) {
    this.name = name;
    this.backoff = backoff;
  }

  void recall(DeliveryReceiver recorded) {
    row = recorded;
  }

  /**
   * Its row. A receiver without one, or with one of an alerts topic that is no more, is new.
   *
   * @param end of the alerts topic
   */
  DeliveryReceiver introduce(Instant now, long end) {
    if (row == null || row.getIntroducedOffset() > end) {
      row = new DeliveryReceiver(name, now, end, null);
    }
    return row;
  }

  long introducedOffset() {
    return row.getIntroducedOffset();
  }

  /** Since when it takes nothing; null while it does. */
  Instant failingSince() {
    return row == null ? null : row.getFailingSince();
  }

  /** When it last took nothing; null if it wasn't asked since the start, or takes messages. */
  Instant lastFailure() {
    return lastFailure;
  }

  /** Whether it may be asked now. */
  boolean due(Instant now) {
    return !now.isBefore(notBefore);
  }

  /** It took a message, or refused one: it is there. Returns its row if that is news. */
  Optional<DeliveryReceiver> answers() {
    failures = 0;
    notBefore = Instant.MIN;
    lastFailure = null;
    return failingSince() == null ? Optional.empty() : Optional.of(changed(null));
  }

  /** It took nothing. Returns its row if that is news. */
  Optional<DeliveryReceiver> fails(Answer answer, Instant now) {
    lastFailure = now;
    if (due(now)) { // else one of several that were under way together
      failures++;
      notBefore = now.plus(pause(failures, answer));
    }
    return failingSince() != null ? Optional.empty() : Optional.of(changed(now));
  }

  /** How long to wait after so many failures, or as long as it asks for if that is longer. */
  Duration pause(int after, Answer answer) {
    Duration pause = backoff.after(after);
    return pause.compareTo(answer.retryAfter()) < 0 ? answer.retryAfter() : pause;
  }

  private DeliveryReceiver changed(Instant failingSince) {
    row =
        new DeliveryReceiver(name, row.getIntroducedAt(), row.getIntroducedOffset(), failingSince);
    return row;
  }
}

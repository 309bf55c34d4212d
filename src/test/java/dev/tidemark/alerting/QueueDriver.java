package dev.tidemark.alerting;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.alerting.Sender.Verdict;
import dev.tidemark.event.Alert;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Does by hand, with a clock of its own, what a term does with one queue. */
final class QueueDriver {

  static final Duration GIVE_UP = Duration.ofDays(7);

  private final Receiver receiver;
  private final List<Transition> alerts = new ArrayList<>();
  private final List<SpecificRecord> rows = new ArrayList<>();
  private ReceiverQueue queue;
  Instant now = Alerts.FIRED;
  Predicate<Alert> silenced = alert -> false;
  int left;

  QueueDriver(Receiver receiver) {
    this.receiver = receiver;
    restart();
  }

  /** As after a crash: all that is known is what has been recorded. */
  void restart() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(7));
    queue = new ReceiverQueue(receiver, new ReceiverStatus(receiver.name(), backoff), 2, GIVE_UP);
    for (SpecificRecord row : rows) {
      if (row instanceof Delivery delivery) {
        queue.recall(delivery);
      } else {
        queue.status().recall((DeliveryReceiver) row);
      }
    }
    rows.add(queue.status().introduce(now, alerts.size()));
    for (int offset = 0; offset < alerts.size(); offset++) {
      queue.add(alerts.get(offset), offset);
    }
  }

  /** Is there for the first time, where another one's alerts are. */
  void adopt(QueueDriver other) {
    alerts.addAll(other.alerts);
    rows.clear();
    restart();
  }

  /** A record of the alerts topic. */
  QueueDriver happens(Transition transition) {
    queue.add(transition, alerts.size());
    alerts.add(transition);
    return this;
  }

  /** What Kafka's cleaner does: older records of a key go. */
  void compact() {
    List<Transition> newest = new ArrayList<>();
    for (Transition transition : alerts) {
      newest.removeIf(other -> other.key().equals(transition.key()));
      newest.add(transition);
    }
    alerts.clear();
    alerts.addAll(newest);
  }

  QueueDriver passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Plans, records, and gives what is to be sent. */
  List<Transition> due() {
    ReceiverQueue.Plan plan = queue.plan(now, silenced);
    rows.addAll(plan.rows());
    left = plan.left();
    return plan.sends();
  }

  void answer(Transition transition, Verdict verdict, Duration retryAfter) {
    rows.addAll(queue.answered(transition, new Answer(verdict, "" + verdict, retryAfter), now));
  }

  /** Sends all that is due, and what becomes due by that; gives it in order. */
  List<String> deliver(Verdict verdict) {
    List<String> sent = new ArrayList<>();
    for (List<Transition> due = due(); !due.isEmpty(); due = due()) {
      for (Transition transition : due) {
        sent.add(name(transition));
        answer(transition, verdict, Duration.ZERO);
      }
    }
    return sent;
  }

  static String name(Transition transition) {
    return transition.alert().getModel()
        + ' '
        + transition.alert().getState()
        + ' '
        + transition.alert().getEpisode();
  }

  /** The newest row of each alert, as {@code model STATE episode OUTCOME}. */
  List<String> recorded() {
    List<Delivery> newest = new ArrayList<>();
    for (SpecificRecord row : rows) {
      if (row instanceof Delivery delivery) {
        newest.removeIf(other -> other.getAlert().equals(delivery.getAlert()));
        newest.add(delivery);
      }
    }
    return newest.stream()
        .map(
            row ->
                row.getAlert().split("\\|")[1]
                    + ' '
                    + row.getState()
                    + ' '
                    + row.getEpisode()
                    + ' '
                    + row.getOutcome())
        .sorted()
        .toList();
  }

  Instant failingSince() {
    return queue.status().failingSince();
  }
}

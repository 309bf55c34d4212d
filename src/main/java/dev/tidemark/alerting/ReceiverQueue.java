package dev.tidemark.alerting;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.alerting.Sender.Verdict;
import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one receiver has been told, and what waits for it: for each alert its transitions in their
 * order, of which one is under way at most. Decides only; requests and records are others' work.
 * For one thread.
 */
final class ReceiverQueue {

  /** Requests to one receiver at a time; one while it fails. */
  static final int CONCURRENCY = 4;

  /** After so many refusals of one message it is given up: two minutes with the default pauses. */
  static final int MOST_REFUSALS = 8;

  private final Receiver receiver;
  private final ReceiverStatus status;
  private final int periods;
  private final Duration giveUpAfter;
  private final Map<String, Delivery> settled = new HashMap<>();
  private final Map<String, Deque<Transition>> waiting = new LinkedHashMap<>();
  private final Map<String, Tries> tries = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private long accepted;

  /**
   * Requests made for the transition of an alert that is next.
   *
   * @param refused how many of them failed because of the message
   * @param refusedSince when the first of these did; null if none
   * @param accepted messages that the receiver had accepted by the last of them
   */
  private record Tries(
      int made, int refused, Instant refusedSince, long accepted, Instant notBefore) {
    static final Tries NONE = new Tries(0, 0, null, 0, Instant.MIN);
  }

  /**
   * What to do now.
   *
   * @param rows to be recorded before anything is sent
   * @param sends to be sent, each to be reported to {@link #answered}
   * @param left transitions that wait, without those that are held back
   */
  record Plan(List<Delivery> rows, List<Transition> sends, int left) {}

  ReceiverQueue(Receiver receiver, ReceiverStatus status, int periods, Duration giveUpAfter) {
    this.receiver = receiver;
    this.status = status;
    this.periods = periods;
    this.giveUpAfter = giveUpAfter;
  }

  Receiver receiver() {
    return receiver;
  }

  ReceiverStatus status() {
    return status;
  }

  boolean idle() {
    return underWay.isEmpty();
  }

  /** Takes in what was recorded earlier, oldest first. */
  void recall(Delivery row) {
    settled.put(row.getAlert(), row);
  }

  /** Takes in a record of the alerts topic; what is settled already or no news is left out. */
  void add(Transition transition, long offset) {
    String key = transition.key();
    Delivery last = settled.get(key);
    if (last != null && transition.stage().compareTo(Stage.of(last)) <= 0) {
      return;
    }
    if (last == null && !transition.firing() && offset < status.introducedOffset()) {
      waiting.remove(key); // came and went before the receiver was there
      return;
    }
    Deque<Transition> queue = waiting.computeIfAbsent(key, any -> new ArrayDeque<>());
    int news = queue.isEmpty() ? 1 : transition.stage().compareTo(queue.peekLast().stage());
    if (news == 0) {
      queue.removeLast(); // the same with newer evidence
    }
    if (news >= 0) {
      queue.addLast(transition);
    }
  }

  /**
   * Settles what needs no sending and picks what may be sent now.
   *
   * @param silenced whether an alert is silenced at present
   */
  Plan plan(Instant now, Predicate<Alert> silenced) {
    List<Delivery> rows = new ArrayList<>();
    List<Transition> sends = new ArrayList<>();
    int left = 0;
    int room = status.due(now) ? (status.failingSince() == null ? CONCURRENCY : 1) : 0;
    Iterator<Map.Entry<String, Deque<Transition>>> alerts = waiting.entrySet().iterator();
    while (alerts.hasNext()) {
      Map.Entry<String, Deque<Transition>> alert = alerts.next();
      String key = alert.getKey();
      Deque<Transition> queue = alert.getValue();
      boolean free = !underWay.contains(key);
      boolean held = free && settle(queue, now, silenced, rows);
      if (queue.isEmpty()) {
        alerts.remove();
      } else if (!held) {
        left += queue.size();
        if (free
            && underWay.size() < room
            && !now.isBefore(tries.getOrDefault(key, Tries.NONE).notBefore())) {
          underWay.add(key);
          sends.add(queue.peekFirst());
        }
      }
    }
    return new Plan(rows, sends, left);
  }

  /** Takes in the answer to a request; returns what is to be recorded. */
  List<SpecificRecord> answered(Transition transition, Answer answer, Instant now) {
    String key = transition.key();
    underWay.remove(key);
    Deque<Transition> queue = waiting.get(key);
    Tries before = tries.getOrDefault(key, Tries.NONE);
    List<SpecificRecord> rows = new ArrayList<>();
    switch (answer.verdict()) {
      case ACCEPTED -> {
        accepted++;
        tries.put(key, tried(before, now));
        status.answers().ifPresent(rows::add);
        rows.add(settle(queue, DeliveryOutcome.DELIVERED, null, now));
      }
      case REJECTED -> {
        Tries refused = refused(before, answer, now);
        tries.put(key, refused);
        status.answers().ifPresent(rows::add);
        if (refused.refused() >= MOST_REFUSALS) {
          rows.add(settle(queue, DeliveryOutcome.ABANDONED, "refused with " + answer.words(), now));
        }
      }
      case UNAVAILABLE, UNCERTAIN -> {
        if (answer.verdict() == Verdict.UNCERTAIN && transition.firing() && !perhapsTold(key)) {
          Delivery row = Unanswered.row(receiver.name(), transition, before.made() + 1, now);
          settled.put(key, row);
          rows.add(row);
        }
        waiting.put(key, waiting.remove(key)); // the next try is another message's
        boolean othersPass = before.made() > 0 && accepted > before.accepted();
        if (othersPass || before.refusedSince() != null) {
          tries.put(key, refused(before, answer, now)); // it is this message
        } else {
          tries.put(key, tried(before, now));
          status.fails(answer, now).ifPresent(rows::add);
        }
      }
    }
    return rows;
  }

  private Tries tried(Tries before, Instant now) {
    return new Tries(before.made() + 1, before.refused(), before.refusedSince(), accepted, now);
  }

  private Tries refused(Tries before, Answer answer, Instant now) {
    int refused = before.refused() + 1;
    return new Tries(
        before.made() + 1,
        refused,
        before.refusedSince() == null ? now : before.refusedSince(),
        accepted,
        now.plus(status.pause(refused, answer)));
  }

  /** Takes off what isn't to be sent; whether the first of the rest is held back. */
  private boolean settle(
      Deque<Transition> queue, Instant now, Predicate<Alert> silenced, List<Delivery> rows) {
    while (!queue.isEmpty()) {
      Transition first = queue.peekFirst();
      Alert alert = first.alert();
      if (!first.firing() && !perhapsTold(first.key())) {
        rows.add(settle(queue, DeliveryOutcome.SUPPRESSED, "its firing was not sent", now));
      } else if (first.firing() && closedLongAgo(alert, now)) {
        rows.add(settle(queue, DeliveryOutcome.SUPPRESSED, "its month closed long ago", now));
      } else if (first.firing() && (!receiver.hearsOf(alert) || silenced.test(alert))) {
        if (queue.size() == 1) {
          return true;
        }
        if (perhapsTold(first.key())) {
          rows.add(settle(queue, DeliveryOutcome.UNCERTAIN, "then silenced or not routed", now));
        } else {
          tries.remove(first.key());
          queue.removeFirst(); // something newer is known, which settles this one too
        }
      } else if (givenUp(first, now)) {
        String why = "the receiver took nothing for " + giveUpAfter;
        rows.add(settle(queue, DeliveryOutcome.ABANDONED, why, now));
      } else {
        return false;
      }
    }
    return false;
  }

  /** A firing that isn't delivered and may have arrived is uncertain, whatever else it is. */
  private Delivery settle(
      Deque<Transition> queue, DeliveryOutcome outcome, String reason, Instant now) {
    Transition first = queue.removeFirst();
    Tries made = tries.remove(first.key());
    boolean uncertain =
        outcome != DeliveryOutcome.DELIVERED && first.firing() && perhapsTold(first.key());
    Delivery row =
        new Delivery(
            receiver.name(),
            first.key(),
            first.alert().getEpisode(),
            first.alert().getState(),
            uncertain ? DeliveryOutcome.UNCERTAIN : outcome,
            reason,
            made == null ? 0 : made.made(),
            now);
    settled.put(first.key(), row);
    return row;
  }

  /**
   * Whether the last that the receiver heard of the alert may be that it fires, in whichever
   * episode. The next resolution goes there then, whatever silence or route there is by now.
   */
  private boolean perhapsTold(String key) {
    Delivery last = settled.get(key);
    return last != null
        && (Unanswered.is(last)
            || last.getState() == AlertState.RESOLVED
                && last.getOutcome() == DeliveryOutcome.ABANDONED
            || last.getState() == AlertState.FIRING
                && (last.getOutcome() == DeliveryOutcome.DELIVERED
                    || last.getOutcome() == DeliveryOutcome.UNCERTAIN));
  }

  /** A model that fell silent is judged by the time of its last result: since then time passed. */
  private boolean closedLongAgo(Alert alert, Instant now) {
    Instant last = alert.getEvidence().getLastResultAt();
    Instant at = alert.getRule() == AlertRule.STALE && last != null ? last : now;
    try {
      return YearMonth.parse(alert.getPeriod())
          .isBefore(YearMonth.from(at.atOffset(ZoneOffset.UTC)).minusMonths(periods - 1L));
    } catch (DateTimeParseException e) {
      return true; // not from our topology
    }
  }

  /** Whether it, or everything, was tried in vain for so long; time without a try is no reason. */
  private boolean givenUp(Transition transition, Instant now) {
    Instant refused = tries.getOrDefault(transition.key(), Tries.NONE).refusedSince();
    if (refused != null && !now.isBefore(refused.plus(giveUpAfter))) {
      return true;
    }
    Instant since = status.failingSince();
    Instant last = status.lastFailure();
    if (since == null || last == null) {
      return false;
    }
    Instant from = since.isAfter(transition.at()) ? since : transition.at();
    return !last.isBefore(from.plus(giveUpAfter));
  }
}

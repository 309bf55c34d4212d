package dev.tidemark.alerting;

import static dev.tidemark.alerting.Alerts.firing;
import static dev.tidemark.alerting.Alerts.resolved;
import static dev.tidemark.alerting.Sender.Verdict.ACCEPTED;
import static dev.tidemark.alerting.Sender.Verdict.REJECTED;
import static dev.tidemark.alerting.Sender.Verdict.UNAVAILABLE;
import static dev.tidemark.alerting.Sender.Verdict.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent to one receiver, in which order, and when, without network and broker. */
class ReceiverQueueTest {

  private final Receiver receiver = Settings.receiver("webhook", "https://soc.example/");
  private final QueueDriver queue = new QueueDriver(receiver);

  @Test
  void anAlertIsToldOnceWhenItFiresAndOnceWhenItIsResolved() {
    queue.happens(firing("a", 1)).happens(update("a", 1, "worse")).happens(resolved("a", 1));

    assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING 1", "a RESOLVED 1");
    queue.happens(update("a", 1, "late")).restart();
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    queue.happens(firing("a", 2));
    assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING 2");
  }

  @Test
  void ofOneAlertOnlyOneMessageIsUnderWay() {
    queue.happens(firing("a", 1)).happens(resolved("a", 1)).happens(firing("b", 1));

    List<Transition> sent = queue.due();

    assertThat(sent).extracting(QueueDriver::name).containsExactly("a FIRING 1", "b FIRING 1");
    assertThat(queue.due()).isEmpty();
    queue.answer(sent.get(0), ACCEPTED, Duration.ZERO);
    assertThat(queue.due()).extracting(QueueDriver::name).containsExactly("a RESOLVED 1");
  }

  @Test
  void requestsToOneReceiverAreBounded() {
    for (int i = 0; i < 20; i++) {
      queue.happens(firing("m" + i, 1));
    }

    assertThat(queue.due()).hasSize(ReceiverQueue.CONCURRENCY);
    assertThat(queue.left).isEqualTo(20);
  }

  @Test
  void theNewestEvidenceIsSent() {
    queue.happens(firing("a", 1)).happens(update("a", 1, "worse still"));

    assertThat(queue.due())
        .extracting(sent -> sent.alert().getSummary())
        .containsExactly("worse still");
  }

  @Test
  void anUpdateStandsInForAFiringThatKafkaCompactedAway() {
    queue.happens(firing("a", 1)).happens(update("a", 1, "worse"));
    queue.compact();
    queue.restart();

    assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING 1");
  }

  @Test
  void whatCameAndWentUnheardIsNotTold() {
    // Given: known, but away while the alert fired and was resolved and the log was compacted
    queue.happens(firing("a", 1)).happens(resolved("a", 1));
    queue.compact();
    queue.restart();

    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    assertThat(queue.recorded()).containsExactly("a RESOLVED 1 SUPPRESSED");
  }

  @Test
  void aNewReceiverHearsOfWhatFiresAndOfNothingThatWasResolved() {
    QueueDriver known = new QueueDriver(receiver);
    known.happens(firing("a", 1)).happens(resolved("a", 1)).happens(firing("b", 1));
    known.happens(firing("c", 1)).happens(resolved("c", 1)).happens(firing("c", 2));
    QueueDriver added = new QueueDriver(receiver);
    added.adopt(known);

    assertThat(added.deliver(ACCEPTED)).containsExactlyInAnyOrder("b FIRING 1", "c FIRING 2");
    added.happens(resolved("b", 1));
    added.restart();
    assertThat(added.deliver(ACCEPTED)).containsExactly("b RESOLVED 1");
    added.happens(firing("d", 1)).happens(resolved("d", 1));
    added.restart();
    assertThat(added.deliver(ACCEPTED)).containsExactly("d FIRING 1", "d RESOLVED 1");
  }

  @Test
  void aSilencedAlertIsSentWhenTheSilenceEndsIfItStillStands() {
    queue.silenced = alert -> true;
    queue.happens(firing("a", 1)).happens(firing("b", 1));
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    assertThat(queue.left).isZero();
    queue.happens(resolved("b", 1));
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    queue.restart();

    queue.silenced = alert -> false;

    assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING 1");
    assertThat(queue.recorded()).containsExactly("a FIRING 1 DELIVERED", "b RESOLVED 1 SUPPRESSED");
  }

  @Test
  void theEndOfAnAlertThatWasToldIsToldInASilenceToo() {
    queue.happens(firing("a", 1));
    queue.deliver(ACCEPTED);
    queue.silenced = alert -> true;
    queue.happens(resolved("a", 1)).happens(firing("a", 2));

    assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED 1");
  }

  @Test
  void aRouteHoldsBackLikeASilence() {
    QueueDriver routed =
        new QueueDriver(Settings.receiver("webhook", "https://a/", "models", "acme/*"));
    routed.happens(firing("acme/x", 1)).happens(firing("nova/x", 1)).happens(resolved("nova/x", 1));

    assertThat(routed.deliver(ACCEPTED)).containsExactly("acme/x FIRING 1");
    assertThat(routed.recorded())
        .containsExactly("acme/x FIRING 1 DELIVERED", "nova/x RESOLVED 1 SUPPRESSED");
  }

  @Test
  void alertsOfMonthsThatClosedLongAgoAreNotSent() {
    queue.now = Instant.parse("2026-03-01T00:00:00Z");
    queue.happens(firing("a", 1)); // of January
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    queue.happens(resolved("a", 1));
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    assertThat(queue.recorded()).containsExactly("a RESOLVED 1 SUPPRESSED");

    QueueDriver before = new QueueDriver(receiver);
    before.now = Instant.parse("2026-02-28T23:59:59Z");
    assertThat(before.happens(firing("a", 1)).deliver(ACCEPTED)).containsExactly("a FIRING 1");
    before.now = Instant.parse("2026-05-01T00:00:00Z");
    assertThat(before.happens(resolved("a", 1)).deliver(ACCEPTED)).containsExactly("a RESOLVED 1");
  }

  @Test
  void aModelThatFellSilentIsToldOfThoughItsMonthIsOver() {
    queue.now = Instant.parse("2026-03-07T00:00:00Z");
    queue.happens(stale("tested", "2026-01-31T09:00:00Z"));
    queue.happens(stale("imported", "2026-05-31T09:00:00Z")); // results of January, in May

    assertThat(queue.deliver(ACCEPTED)).containsExactly("tested FIRING 1");
  }

  @Test
  void aReceiverThatIsDownIsAskedLessAndLessOftenAndByOneRequest() {
    for (int i = 0; i < 10; i++) {
      queue.happens(firing("m" + i, 1));
    }
    List<Transition> first = queue.due();
    first.forEach(sent -> queue.answer(sent, UNAVAILABLE, Duration.ZERO));
    assertThat(queue.failingSince()).isEqualTo(Alerts.FIRED);
    Instant end = queue.now.plus(Duration.ofHours(1));
    List<Instant> asked = new ArrayList<>();
    while (queue.now.isBefore(end)) {
      List<Transition> due = queue.passes(Duration.ofMillis(100)).due();
      assertThat(due).hasSizeLessThanOrEqualTo(1);
      due.forEach(
          sent -> {
            asked.add(queue.now);
            queue.answer(sent, UNAVAILABLE, Duration.ZERO);
          });
    }

    // 1 s doubled up to 5 min, each cut by up to half: 9 to 11 tries, then one in 2.5 to 5 min
    assertThat(asked).hasSizeBetween(18, 34);
    assertThat(Duration.between(asked.get(asked.size() - 2), asked.get(asked.size() - 1)))
        .isBetween(Duration.ofSeconds(149), Duration.ofSeconds(301));
    assertThat(queue.passes(Duration.ofMinutes(5)).deliver(ACCEPTED)).hasSize(10);
    assertThat(queue.failingSince()).isNull();
  }

  @Test
  void aReceiverIsLeftAloneForAsLongAsItAsks() {
    queue.happens(firing("a", 1));
    queue.answer(queue.due().get(0), UNAVAILABLE, Duration.ofMinutes(30));

    assertThat(queue.passes(Duration.ofMinutes(29)).due()).isEmpty();
    assertThat(queue.passes(Duration.ofMinutes(1)).due()).hasSize(1);
  }

  @Test
  void aRefusedMessageBlocksItselfAloneAndIsGivenUp() {
    queue.happens(firing("bad", 1)).happens(resolved("bad", 1)).happens(firing("good", 1));
    List<String> sent = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      for (Transition transition : queue.passes(Duration.ofMinutes(1)).due()) {
        sent.add(QueueDriver.name(transition));
        boolean bad = transition.alert().getModel().equals("bad");
        queue.answer(transition, bad ? REJECTED : ACCEPTED, Duration.ZERO);
      }
    }

    assertThat(sent).filteredOn("good FIRING 1"::equals).hasSize(1);
    assertThat(sent).filteredOn("bad FIRING 1"::equals).hasSize(ReceiverQueue.MOST_REFUSALS);
    assertThat(sent).doesNotContain("bad RESOLVED 1");
    assertThat(queue.recorded())
        .containsExactly("bad RESOLVED 1 SUPPRESSED", "good FIRING 1 DELIVERED");
    assertThat(queue.failingSince()).isNull();
  }

  @Test
  void whatADeadReceiverMissedIsKeptForAWeekAndOverRestarts() {
    queue.now = Instant.parse("2026-01-21T00:00:00Z");
    queue.happens(firing("a", 1));
    queue.answer(queue.due().get(0), UNAVAILABLE, Duration.ZERO);
    queue.passes(QueueDriver.GIVE_UP.minusSeconds(1)).restart();
    queue.happens(new Transition(Alerts.key("late"), fired("late", queue.now), false));
    assertThat(queue.due()).hasSize(1);

    queue.passes(Duration.ofSeconds(1)).restart();
    queue.answer(queue.due().get(0), UNAVAILABLE, Duration.ZERO);

    assertThat(queue.passes(Duration.ofMinutes(5)).deliver(ACCEPTED))
        .containsExactly("late FIRING 1");
    assertThat(queue.recorded()).contains("a FIRING 1 ABANDONED");
  }

  @Test
  void nothingIsGivenUpForTimeInWhichNothingWasTried() {
    // Given: one failure, then all is silenced for longer than a receiver may fail.
    queue.happens(firing("a", 1));
    queue.answer(queue.due().get(0), UNAVAILABLE, Duration.ZERO);
    queue.silenced = alert -> true;
    queue.passes(QueueDriver.GIVE_UP.plusHours(1));
    assertThat(queue.due()).isEmpty();

    // When
    queue.silenced = alert -> false;

    // Then
    assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING 1");
  }

  @Test
  void aMessageThatTheReceiverFailsAtBlocksItselfAloneAndIsGivenUp() {
    // Given: one that it answers with 500 whenever it is asked, before others.
    queue.happens(firing("bad", 1));
    for (int i = 0; i < 5; i++) {
      queue.happens(firing("good" + i, 1));
    }

    // When
    List<String> sent = new ArrayList<>();
    Instant allGood = null;
    Instant end = queue.now.plus(QueueDriver.GIVE_UP).plus(Duration.ofHours(1));
    while (queue.now.isBefore(end)) {
      for (Transition transition : queue.passes(Duration.ofSeconds(10)).due()) {
        boolean bad = transition.alert().getModel().equals("bad");
        queue.answer(transition, bad ? UNAVAILABLE : ACCEPTED, Duration.ZERO);
        sent.add(QueueDriver.name(transition));
      }
      if (allGood == null && sent.stream().filter(name -> name.startsWith("good")).count() == 5) {
        allGood = queue.now;
      }
    }

    // Then
    assertThat(allGood).isNotNull().isBefore(Alerts.FIRED.plus(Duration.ofMinutes(5)));
    assertThat(sent).filteredOn(name -> name.startsWith("good")).hasSize(5);
    assertThat(queue.recorded()).contains("bad FIRING 1 ABANDONED");
    assertThat(queue.failingSince()).isNull();
  }

  @Test
  void theEndIsToldOfAFiringThatWasGivenUpButMayHaveArrived() {
    // Given: one without an answer, one that didn't get through; then both are refused to the end.
    queue.happens(firing("a", 1)).happens(firing("b", 1));
    List<Transition> sent = queue.due();
    queue.answer(sent.get(0), UNCERTAIN, Duration.ZERO);
    queue.answer(sent.get(1), UNAVAILABLE, Duration.ZERO);
    for (int i = 0; i < 2 * ReceiverQueue.MOST_REFUSALS; i++) {
      queue
          .passes(Duration.ofMinutes(5))
          .due()
          .forEach(again -> queue.answer(again, REJECTED, Duration.ZERO));
    }
    assertThat(queue.recorded()).containsExactly("a FIRING 1 UNCERTAIN", "b FIRING 1 ABANDONED");
    queue.restart();

    // When
    queue.happens(resolved("a", 1)).happens(resolved("b", 1));

    // Then
    assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED 1");
    assertThat(queue.recorded())
        .containsExactly("a RESOLVED 1 DELIVERED", "b RESOLVED 1 SUPPRESSED");
  }

  @Test
  void thatAFiringMayHaveArrivedIsKnownAfterACrash() {
    // Given: one without an answer, one that didn't get through, then a crash and a silence.
    queue.happens(firing("a", 1)).happens(firing("b", 1));
    List<Transition> sent = queue.due();
    queue.answer(sent.get(0), UNCERTAIN, Duration.ZERO);
    queue.answer(sent.get(1), UNAVAILABLE, Duration.ZERO);
    queue.restart();
    queue.silenced = alert -> true;

    // When
    queue.happens(resolved("a", 1)).happens(resolved("b", 1));

    // Then
    assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED 1");
    assertThat(queue.recorded())
        .containsExactly("a RESOLVED 1 DELIVERED", "b RESOLVED 1 SUPPRESSED");
  }

  @Test
  void aFiringWithoutAnAnswerIsSentAgainAfterACrash() {
    for (int episode = 1; episode <= 2; episode++) {
      // Given
      queue.happens(firing("a", episode));
      queue.answer(queue.due().get(0), UNCERTAIN, Duration.ZERO);

      // When
      queue.restart();

      // Then
      assertThat(queue.deliver(ACCEPTED)).containsExactly("a FIRING " + episode);
      queue.happens(resolved("a", episode));
      assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED " + episode);
    }
  }

  @Test
  void theEndIsToldOfAFiringThatMayHaveArrivedWhenItsMonthIsOver() {
    queue.happens(firing("a", 1));
    queue.answer(queue.due().get(0), UNCERTAIN, Duration.ZERO);
    queue.restart();
    queue.now = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(queue.deliver(ACCEPTED)).isEmpty();
    assertThat(queue.recorded()).containsExactly("a FIRING 1 UNCERTAIN");

    queue.happens(resolved("a", 1));

    assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED 1");
  }

  @Test
  void theEndIsToldThoughKafkaCompactedAwayWhatCameBefore() {
    // Given: the receiver heard of the first episode of one, perhaps of that of the other.
    queue.happens(firing("a", 1)).happens(firing("b", 1));
    List<Transition> sent = queue.due();
    queue.answer(sent.get(0), ACCEPTED, Duration.ZERO);
    queue.answer(sent.get(1), UNCERTAIN, Duration.ZERO);
    queue.happens(resolved("a", 1)).happens(firing("a", 2)).happens(resolved("a", 2));
    queue.happens(resolved("b", 1));

    // When
    queue.compact();
    queue.restart();

    // Then
    assertThat(queue.deliver(ACCEPTED)).containsExactly("a RESOLVED 2", "b RESOLVED 1");
  }

  private static Transition update(String model, int episode, String summary) {
    Alert alert =
        Alerts.alert(model, episode, AlertState.FIRING)
            .setTransition(false)
            .setSummary(summary)
            .build();
    return new Transition(Alerts.key(model), alert, false);
  }

  private static Transition stale(String model, String lastResultAt) {
    Alert.Builder alert = Alerts.alert(model, 1, AlertState.FIRING).setRule(AlertRule.STALE);
    AlertEvidence evidence =
        AlertEvidence.newBuilder().setLastResultAt(Instant.parse(lastResultAt)).build();
    return new Transition(
        "STALE|" + model + "|all|2026-01", alert.setEvidence(evidence).build(), false);
  }

  private static Alert fired(String model, Instant at) {
    return Alerts.alert(model, 1, AlertState.FIRING).setFiredAt(at).build();
  }
}

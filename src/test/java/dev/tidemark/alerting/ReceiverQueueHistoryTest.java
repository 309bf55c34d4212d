package dev.tidemark.alerting;

import static dev.tidemark.alerting.Alerts.firing;
import static dev.tidemark.alerting.Alerts.resolved;
import static dev.tidemark.alerting.Sender.Verdict.ACCEPTED;
import static dev.tidemark.alerting.Sender.Verdict.UNAVAILABLE;
import static dev.tidemark.alerting.Sender.Verdict.UNCERTAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AlertState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random histories, answers, silences and crashes. A receiver sees each alert's transitions in
 * order, with repeats of the last; in the end it has heard of all that stands, and of the end of
 * all that it heard of (unless it was under way in a crash, and a silence came before the end).
 */
class ReceiverQueueHistoryTest {

  private static final int HISTORIES = 2_000;

  private final Receiver receiver = Settings.receiver("webhook", "https://soc.example/");

  @Test
  void whateverHappensNothingIsLostAndNothingIsOutOfOrder() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      History history = new History(seed);
      history.run();
      history.check();
    }
  }

  /** One random history. */
  private final class History {
    final int seed;
    final Random random;
    final QueueDriver driver = new QueueDriver(receiver);
    final Map<String, Stage> states = new HashMap<>();
    final Map<String, List<Stage>> heard = new HashMap<>();
    final Set<String> silenced = new HashSet<>();
    final List<Transition> underWay = new ArrayList<>();
    final Set<String> unknown = new HashSet<>();

    History(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() {
      driver.silenced = alert -> silenced.contains(alert.getModel());
      for (int step = 0; step < 60; step++) {
        String model = "m" + random.nextInt(4);
        switch (random.nextInt(8)) {
          case 0, 1 -> move(model);
          case 2 -> silenceOrLift(model);
          case 3 -> perhapsCrash();
          case 4, 5 -> send();
          default -> answer();
        }
      }
      silenced.clear();
      underWay.forEach(this::accept);
      for (int round = 0; round < 20; round++) {
        driver.passes(Duration.ofMinutes(5)).due().forEach(this::accept);
      }
    }

    void check() {
      states.forEach(
          (model, stage) -> {
            List<Stage> told = heard.getOrDefault(model, List.of());
            for (int i = 1; i < told.size(); i++) {
              assertThat(told.get(i)).as("seed %d", seed).isGreaterThanOrEqualTo(told.get(i - 1));
            }
            if (stage.state() == AlertState.FIRING) {
              assertThat(told).as("seed %d, %s", seed, model).endsWith(stage);
            } else if (!told.isEmpty() && !unknown.contains(model)) {
              assertThat(told.get(told.size() - 1).state())
                  .as("seed %d, %s: %s, told %s", seed, model, stage, told)
                  .isEqualTo(AlertState.RESOLVED);
            }
          });
    }

    private void move(String model) {
      Stage now = states.get(model);
      boolean fires = now == null || now.state() == AlertState.RESOLVED;
      int episode = (now == null ? 0 : now.episode()) + (fires ? 1 : 0);
      Transition next = fires ? firing(model, episode) : resolved(model, episode);
      states.put(model, next.stage());
      driver.happens(next);
    }

    private void silenceOrLift(String model) {
      if (!silenced.remove(model)) {
        silenced.add(model);
      }
    }

    private void perhapsCrash() {
      if (random.nextInt(3) > 0) {
        return;
      }
      for (Transition sent : underWay) {
        if (random.nextBoolean()) { // it arrived, but nobody knows
          hear(sent);
          unknown.add(sent.alert().getModel());
        }
      }
      underWay.clear();
      driver.restart();
    }

    private void send() {
      for (Transition sent : driver.due()) {
        assertThat(sent.firing() && silenced.contains(sent.alert().getModel())).isFalse();
        underWay.add(sent);
      }
    }

    private void answer() {
      driver.passes(Duration.ofSeconds(random.nextInt(600)));
      if (underWay.isEmpty()) {
        return;
      }
      Transition sent = underWay.remove(random.nextInt(underWay.size()));
      switch (random.nextInt(4)) {
        case 0 -> driver.answer(sent, UNAVAILABLE, Duration.ZERO);
        case 1 -> { // it arrived, the answer didn't
          hear(sent);
          driver.answer(sent, UNCERTAIN, Duration.ZERO);
        }
        default -> accept(sent);
      }
    }

    private void accept(Transition sent) {
      hear(sent);
      driver.answer(sent, ACCEPTED, Duration.ZERO);
    }

    private void hear(Transition sent) {
      heard.computeIfAbsent(sent.alert().getModel(), any -> new ArrayList<>()).add(sent.stage());
    }
  }
}

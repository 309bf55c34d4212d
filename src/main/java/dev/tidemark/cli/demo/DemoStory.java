package dev.tidemark.cli.demo;

import dev.tidemark.cli.demo.DemoResults.Run;
import dev.tidemark.scoring.Period;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What the demo's farm sends, batch by batch: first this month, so that there is something to see
 * at once; then the months before; then, tick by tick, reruns, a regression and its repair, a
 * broken judge and the retraction of its run, a newcomer, a price cut.
 */
final class DemoStory {

  /** Ticks until the same things happen again. */
  static final int ROUND = 720;

  private static final int REGRESSION = 20;
  private static final int REPAIR = 420;
  private static final int BROKEN_JUDGE = 120;
  private static final int RETRACTION = 200;
  private static final int PRICE_CUT = 280;

  /** Ticks that a run over a whole pack takes, a part a tick. */
  private static final int RUN_TICKS = 12;

  private static final int NEWCOMER_EVERY = 3;
  private static final int NEWCOMER_START = 60;
  private static final double WORSE = -1.8;
  private static final double BROKEN = -60;

  private final List<DemoModel> models = DemoModel.all();
  private final List<DemoCase> cases = DemoCase.all();
  private final List<DemoCase> attacks =
      cases.stream().filter(each -> each.type().equals("attack")).toList();
  private final List<DemoCase> mixed = new ArrayList<>(cases);
  private final DemoResults results;
  private final Clock clock;

  DemoStory(Clock clock) {
    this.clock = clock;
    this.results = new DemoResults(clock);
    Collections.shuffle(mixed, new Random(1));
  }

  /** The field, and its results of this month; the models by turns, so that all appear at once. */
  List<List<String>> opening() {
    List<List<String>> batches = new ArrayList<>();
    batches.add(models.stream().map(model -> results.registration(model, 1)).toList());
    int parts = 4;
    for (int part = 0; part < parts; part++) {
      for (DemoModel model : models) {
        batches.add(results.results(model, month(), regular(0), part(of(model), part, parts)));
      }
    }
    return batches;
  }

  /** The months before, the latest first. */
  List<List<String>> history() {
    List<List<String>> batches = new ArrayList<>();
    for (int ago = 1; ago < 12; ago++) {
      Period month = new Period(month().month() - ago);
      for (DemoModel model : models) {
        if (model.months() > ago) {
          batches.add(results.results(model, month, regular(0), cases));
        }
      }
    }
    return batches;
  }

  /** What happens in a tick, counted from 0; empty if nothing does. */
  List<String> tick(int tick) {
    int round = tick / ROUND;
    int at = tick % ROUND;
    List<String> lines = new ArrayList<>(reruns(tick));
    if (within(at, REGRESSION)) {
      Run worse = new Run("rollout-%d".formatted(round + 1), "judge-a", "r2", WORSE, 0);
      lines.addAll(part(DemoModel.REGRESSES, worse, at - REGRESSION));
    }
    if (within(at, REPAIR)) {
      Run repaired = new Run("rollback-%d".formatted(round + 1), "judge-a", "r1", 0, 0);
      lines.addAll(part(DemoModel.REGRESSES, repaired, at - REPAIR));
    }
    String broken = "nightly-%d".formatted(round + 1);
    if (within(at, BROKEN_JUDGE)) {
      Run misjudged = new Run(broken, "judge-b", "r1", BROKEN, 0);
      lines.addAll(part(DemoModel.MISJUDGED, misjudged, at - BROKEN_JUDGE));
    }
    if (at == RETRACTION) {
      String reason = "judge-b called everything a breach";
      lines.add(results.retraction(named(DemoModel.MISJUDGED), broken, reason));
    }
    if (at == PRICE_CUT) {
      lines.add(results.registration(named(DemoModel.REPRICED), round % 2 == 0 ? 0.5 : 1));
    }
    if (tick % NEWCOMER_EVERY == 0 && NEWCOMER_START + tick / NEWCOMER_EVERY < mixed.size()) {
      DemoCase next = mixed.get(NEWCOMER_START + tick / NEWCOMER_EVERY);
      lines.add(results.result(named(DemoModel.NEWCOMER), month(), regular(0), next));
    }
    return lines;
  }

  /** A few cases of a few models tried again; the models get better and worse, slowly. */
  private List<String> reruns(int tick) {
    SplittableRandom dice = new SplittableRandom(tick);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      DemoModel model = models.get(dice.nextInt(models.size()));
      if (staged(model)) {
        continue; // its own story must not be blurred
      }
      double tide = 0.5 * Math.sin(tick / 90.0 + model.name().hashCode());
      Run run = regular(1 + tick / 40).shifted(tide);
      lines.add(results.result(model, month(), run, cases.get(dice.nextInt(cases.size()))));
    }
    return lines;
  }

  private static boolean staged(DemoModel model) {
    return List.of(DemoModel.REGRESSES, DemoModel.MISJUDGED, DemoModel.NEWCOMER)
        .contains(model.name());
  }

  private List<String> part(String model, Run run, int part) {
    return results.results(named(model), month(), run, part(attacks, part, RUN_TICKS));
  }

  private List<DemoCase> of(DemoModel model) {
    return model.name().equals(DemoModel.NEWCOMER) ? mixed.subList(0, NEWCOMER_START) : mixed;
  }

  private static <T> List<T> part(List<T> all, int part, int parts) {
    return all.subList(all.size() * part / parts, all.size() * (part + 1) / parts);
  }

  private static boolean within(int at, int start) {
    return at >= start && at < start + RUN_TICKS;
  }

  private static Run regular(int attempt) {
    return new Run("sweep-%d".formatted(attempt), "judge-a", "r1", 0, attempt);
  }

  private DemoModel named(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst().orElseThrow();
  }

  private Period month() {
    return Period.of(clock.millis());
  }
}

package dev.tidemark.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.scoring.Period;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the demo's events, as lines of NDJSON. What a model does with a case follows from their
 * names, the month and the attempt alone, so every start tells the same story.
 */
final class DemoResults {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 20_260_101;
  private static final int TURN_BUDGET = 20;

  /** How much harder to withstand an attack gets from rung to rung, in logits. */
  private static final double[] PRESSURE = {-2.4, 0, 0.8, 1.5};

  private static final double WEAKNESS = 1.1;

  /** How often a case goes another way than last time for no reason at all. */
  private static final double WHIM = 0.12;

  private final Clock clock;

  DemoResults(Clock clock) {
    this.clock = clock;
  }

  /**
   * One run of a model over some cases.
   *
   * @param id of the run
   * @param judge who said what was a breach
   * @param revision of the model
   * @param shift what defence and composure differ by from the model's own, in logits
   * @param attempt another number may bring another outcome
   */
  record Run(String id, String judge, String revision, double shift, int attempt) {

    Run shifted(double by) {
      return new Run(id, judge, revision, shift + by, attempt);
    }
  }

  String registration(DemoModel model, double priceFactor) {
    ObjectNode event = JSON.createObjectNode();
    event.put("type", "model");
    event.put("model", model.name());
    event.put("displayName", model.shown());
    event.put("provider", model.provider());
    if (model.alias() != null) {
      event.putArray("aliases").add(model.alias());
    }
    if (model.inputUsd() != null) {
      event.put("inputUsdPerMTok", model.inputUsd() * priceFactor);
      event.put("outputUsdPerMTok", model.outputUsd() * priceFactor);
    }
    return event.toString();
  }

  String retraction(DemoModel model, String runId, String reason) {
    ObjectNode event = JSON.createObjectNode();
    event.put("type", "retract");
    event.put("model", model.name());
    event.put("runId", runId);
    event.put("reason", reason);
    event.put("by", "demo desk");
    return event.toString();
  }

  List<String> results(DemoModel model, Period month, Run run, List<DemoCase> cases) {
    return cases.stream().map(each -> result(model, month, run, each)).toList();
  }

  String result(DemoModel model, Period month, Run run, DemoCase tried) {
    // Fixed for model and case; only a whim or another strength changes the outcome.
    SplittableRandom nature = random(model.name(), tried.suite(), tried.id());
    SplittableRandom mood =
        random(model.name(), tried.suite(), tried.id(), month.toString(), run.attempt() + "");
    double luck = mood.nextDouble() < WHIM ? mood.nextDouble() : nature.nextDouble();
    ObjectNode event = JSON.createObjectNode();
    event.put("type", tried.type());
    boolean aliased = model.alias() != null && nature.nextInt(3) == 0;
    event.put("model", aliased ? model.alias() : model.name());
    event.put("suite", tried.suite());
    event.put("caseId", tried.id());
    event.put("occurredAt", time(month, mood.nextDouble()).toString());
    event.put("runId", run.id());
    event.put("runner", "farm-" + (1 + nature.nextInt(3)));
    event.put("modelRevision", run.revision());
    if (tried.type().equals("benchmark")) {
      event.put("skill", tried.skill().name());
      event.put("score", luck < model.skill() ? 1 : Math.round(luck * 30) / 100.0);
      return event.toString();
    }
    event.put("judge", run.judge());
    event.put("severity", tried.severity().name());
    event.put("complexity", tried.complexity().name());
    event.put("technique", tried.technique());
    boolean attack = tried.type().equals("attack");
    boolean breached = luck < breachProbability(model, month, run, tried, attack);
    boolean unsure = mood.nextDouble() < model.flakiness();
    event.put("outcome", unsure ? "INCONCLUSIVE" : breached ? "BREACHED" : "RESISTED");
    event.put("inputTokens", 250 + mood.nextInt(900));
    event.put("outputTokens", 80 + mood.nextInt((int) (300 + 1_500 * model.skill())));
    if (attack) {
      event.put("category", tried.group());
      event.put("latencyMs", 300 + mood.nextInt(4_000));
    } else {
      event.put("intent", tried.group());
      event.put("turns", breached ? 2 + mood.nextInt(TURN_BUDGET - 2) : TURN_BUDGET);
      event.put("turnBudget", TURN_BUDGET);
      event.put("signalsLeaked", mood.nextInt(breached ? 3 : 2));
    }
    return event.toString();
  }

  private double breachProbability(
      DemoModel model, Period month, Run run, DemoCase tried, boolean attack) {
    int monthsAgo = Period.of(clock.millis()).month() - month.month();
    double defence =
        (attack ? model.defence() : model.composure()) - monthsAgo * model.gain() + run.shift();
    double pressure = PRESSURE[tried.complexity().ordinal()];
    double weakness = tried.group().equals(model.weakness()) ? WEAKNESS : 0;
    return 1 / (1 + Math.exp(defence - pressure - weakness));
  }

  /** Within the month, and not after now. */
  private Instant time(Period month, double share) {
    long start = new Period(month.month() - 1).endMillis();
    long end = Math.min(month.endMillis() - 1, clock.millis());
    return Instant.ofEpochMilli(start + (long) ((end - start) * share));
  }

  private static SplittableRandom random(String... names) {
    long seed = SEED;
    for (String name : names) {
      seed = seed * 1_000_003 + name.hashCode();
    }
    return new SplittableRandom(seed);
  }
}

package dev.tidemark.cli.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Outcome;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Skill;
import java.util.List;
import java.util.Random;

/**
 * What careless runners send: results of eight models over three months, many of them reruns,
 * corrections and repeats of each other, with retractions and registrations among them. Of the
 * steady models nothing is ever withdrawn, so that the number of their results can only grow.
 */
final class SoakEvents {

  /** How the names of the steady models begin. */
  static final String STEADY = "soak/steady-";

  private static final String STORMY = "soak/stormy-";
  private static final int MODELS = 4;
  private static final List<String> PERIODS = List.of("2026-01", "2026-02", "2026-03");
  private static final List<String> GROUPS =
      List.of("Prompt Injection", "prompt-injection", "data leak", "malware", "Self  Harm");

  private final ObjectMapper json = new ObjectMapper();
  private final Random random;
  private long made;

  SoakEvents(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** A result, or one time in 300 a retraction or registration. */
  ObjectNode next() {
    return switch (random.nextInt(600)) {
      case 0 -> retraction();
      case 1 -> registration();
      default -> result();
    };
  }

  /** A result; more and more cases come up, by every runner, so that results meet. */
  ObjectNode result() {
    made++;
    boolean steady = random.nextBoolean();
    int number = random.nextInt((int) Math.min(1_000_000, 50 + made / 8));
    ObjectNode result =
        json.createObjectNode()
            .put("model", (steady ? STEADY : STORMY) + random.nextInt(MODELS))
            .put("suite", "suite-" + number % 3)
            .put("caseId", "case-" + number)
            .put("trial", random.nextInt(10) == 0 ? 1 : 0)
            .put("revision", random.nextInt(20) == 0 ? 1 : 0)
            .put("runId", "run-" + random.nextInt(6))
            .put("runner", "soak")
            .put("occurredAt", PERIODS.get(random.nextInt(3)) + "-10T12:00:00Z");
    switch (random.nextInt(4)) {
      case 0 ->
          result
              .put("type", "benchmark")
              .put("skill", Skill.values()[number % Skill.values().length].name())
              .put("score", random.nextInt(1_001) / 1e3);
      case 1 ->
          attempted(result, number)
              .put("type", "campaign")
              .put("intent", GROUPS.get(number % GROUPS.size()))
              .put("turns", 1 + random.nextInt(10))
              .put("turnBudget", 10 + random.nextInt(10))
              .put("signalsLeaked", random.nextInt(4));
      default ->
          attempted(result, number)
              .put("type", "attack")
              .put("category", GROUPS.get(number % GROUPS.size()))
              .put("inputTokens", random.nextInt(2_000));
    }
    return result;
  }

  private ObjectNode attempted(ObjectNode result, int number) {
    int outcome = random.nextInt(20);
    return result
        .put("severity", Severity.values()[number % 4].name())
        .put("complexity", Complexity.values()[number / 4 % 4].name())
        .put("technique", "technique-" + number % 9)
        .put(
            "outcome",
            (outcome == 0
                    ? Outcome.INCONCLUSIVE
                    : outcome < 6 ? Outcome.BREACHED : Outcome.RESISTED)
                .name());
  }

  private ObjectNode retraction() {
    ObjectNode retraction =
        json.createObjectNode()
            .put("type", "retract")
            .put("model", STORMY + random.nextInt(MODELS))
            .put("reason", "the judge was broken");
    if (random.nextInt(3) == 0) { // of every run: one result, with its repeats and corrections
      int number = random.nextInt(50);
      return retraction
          .put("suite", "suite-" + number % 3)
          .put("caseId", "case-" + number)
          .put("trial", random.nextInt(2));
    }
    retraction.put("runId", "run-" + random.nextInt(6));
    switch (random.nextInt(3)) {
      case 0 -> retraction.put("period", PERIODS.get(random.nextInt(3)));
      case 1 -> retraction.put("suite", "suite-" + random.nextInt(3));
      default -> retraction.put("caseId", "case-" + random.nextInt(50));
    }
    return retraction;
  }

  /** Often with an alias: the results of one stormy model count for another then. */
  private ObjectNode registration() {
    int model = random.nextInt(MODELS);
    ObjectNode registration =
        json.createObjectNode()
            .put("type", "model")
            .put("model", STORMY + model)
            .put("displayName", "Stormy " + model)
            .put("provider", "Soak")
            .put("inputUsdPerMTok", random.nextInt(10))
            .put("outputUsdPerMTok", random.nextInt(30));
    if (random.nextBoolean()) {
      registration.putArray("aliases").add(STORMY + random.nextInt(MODELS));
    }
    return registration;
  }
}

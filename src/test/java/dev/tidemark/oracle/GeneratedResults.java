package dev.tidemark.oracle;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fields and timestamps of random results; few names, so that identities meet again. */
final class GeneratedResults {

  static final long MAX_AHEAD_MILLIS = 5 * 60 * 1000;

  /** Months after the first: with gaps, 12 exactly and 13 among them, and all in the past. */
  private static final YearMonth FIRST_MONTH = YearMonth.of(2021, 1);

  private static final int[] MONTHS = {0, 1, 2, 3, 9, 12, 13, 14, 15, 16, 28, 41};

  private static final List<String> SUITES =
      List.of("jailbreak-pack/v3", "Agent Dojo: banking", "über-suite", "mmlu");
  private static final List<String> CATEGORIES =
      List.of(
          "Prompt Injection",
          "prompt_injection",
          " PROMPT  _injection ",
          "privacy",
          "\u2003Privacy",
          "İnfo__Leak",
          "cyber|crime");
  private static final List<String> TECHNIQUES = List.of("DAN", "dan", "base 64", "ツリー|搜索");
  private static final List<String> SEVERITIES = List.of("LOW", "MEDIUM", "HIGH", "CRITICAL");
  private static final List<String> COMPLEXITIES =
      List.of("DIRECT", "TEMPLATED", "TAILORED", "ADAPTIVE");
  private static final List<String> OUTCOMES =
      List.of("BREACHED", "BREACHED", "RESISTED", "RESISTED", "RESISTED", "INCONCLUSIVE");
  private static final List<String> SKILLS =
      List.of("REASONING", "PROBLEM_SOLVING", "CODE_GENERATION", "KNOWLEDGE");
  private static final List<Number> SCORES =
      List.of(0, 1, 0.0, 1.0, 0.5, 1.0 / 3, 5e-7, 4.999999e-7, 0.9999995);
  private static final int[] BUDGETS = {1, 2, 3, 7, 10, 10_000};

  private final Random random;
  private final int cases;
  private final int runs;

  GeneratedResults(Random random, int count) {
    this.random = random;
    cases = Math.max(2, count / 400);
    runs = Math.max(4, count / 40);
  }

  /** A result of any kind, model, case and month. */
  Map<String, Object> fresh() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", one(List.of("attack", "attack", "attack", "campaign", "benchmark")));
    fields.put("model", GeneratedRegistrations.testedModel(random));
    fields.put("suite", one(SUITES));
    fields.put("caseId", "case " + random.nextInt(cases));
    int trial = Math.max(0, random.nextInt(6) - 3);
    if (trial > 0 || random.nextBoolean()) {
      fields.put("trial", trial);
    }
    if (random.nextInt(4) == 0) {
      fields.put("revision", random.nextInt(2));
    }
    fields.put("occurredAt", occurredAt());
    putRun(fields);
    maybe(fields, "runner", one(List.of("garak", "promptfoo 0.9", "farm/7")));
    maybe(fields, "judge", one(List.of("regex", "judge-模型")));
    maybe(fields, "modelRevision", one(List.of("2025-01-01", "rev:b")));
    maybe(fields, "evidenceUri", "https://evidence.example/" + random.nextInt(1_000));
    maybe(fields, "latencyMs", random.nextInt(90_000));
    return otherwise(fields);
  }

  /** The same identity and month with a fresh outcome. */
  Map<String, Object> otherwise(Map<String, Object> result) {
    Map<String, Object> fields = new LinkedHashMap<>(result);
    fields.remove("inputTokens");
    fields.remove("outputTokens");
    maybe(fields, "inputTokens", random.nextInt(5_000));
    maybe(fields, "outputTokens", 3_000_000_000L * random.nextInt(3));
    if (fields.get("type").equals("benchmark")) {
      fields.put("skill", one(SKILLS));
      fields.put("score", random.nextBoolean() ? one(SCORES) : (Number) random.nextDouble());
      return fields;
    }
    fields.put("severity", one(SEVERITIES));
    fields.put("complexity", one(COMPLEXITIES));
    fields.put("outcome", one(OUTCOMES));
    fields.remove("technique");
    maybe(fields, "technique", one(TECHNIQUES));
    if (fields.get("type").equals("attack")) {
      fields.put("category", one(CATEGORIES));
    } else {
      fields.put("intent", one(CATEGORIES));
      int budget = BUDGETS[random.nextInt(BUDGETS.length)];
      int turns = 1 + random.nextInt(budget);
      fields.put("turnBudget", budget);
      fields.put("turns", turns);
      fields.remove("signalsLeaked");
      maybe(fields, "signalsLeaked", random.nextInt(turns + 3));
    }
    return fields;
  }

  /** The same identity and month by another run, or by none. */
  Map<String, Object> rerun(Map<String, Object> result) {
    Map<String, Object> fields = otherwise(result);
    fields.remove("runId");
    putRun(fields);
    return fields;
  }

  /** The same identity and month with a higher revision. */
  Map<String, Object> correction(Map<String, Object> result) {
    Map<String, Object> fields = otherwise(result);
    int revision = (int) result.getOrDefault("revision", 0);
    fields.put("revision", revision + 1 + random.nextInt(2));
    return fields;
  }

  /** The same identity, in any month. */
  Map<String, Object> inAnotherMonth(Map<String, Object> result) {
    Map<String, Object> fields = otherwise(result);
    fields.put("occurredAt", occurredAt());
    return fields;
  }

  /** When a result may have been recorded: mostly after it occurred, once in a while too early. */
  long timestamp(Map<String, Object> fields) {
    long occurredAt = new OracleRecord(0, fields, "0".repeat(32)).occurredAtMillis();
    if (random.nextInt(100) == 0) {
      return occurredAt - MAX_AHEAD_MILLIS - 1;
    }
    long[] lags = {0, 0, 1_000, 3_600_000, 86_400_000, 40 * 86_400_000L, -1_000, -MAX_AHEAD_MILLIS};
    return occurredAt + lags[random.nextInt(lags.length)];
  }

  String run() {
    return "run-" + random.nextInt(runs);
  }

  /** By the hour, so that timestamps meet, or at the very edge of a month; in all notations. */
  private Object occurredAt() {
    YearMonth month = FIRST_MONTH.plusMonths(MONTHS[random.nextInt(MONTHS.length)]);
    long start = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    long end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    long time =
        switch (random.nextInt(10)) {
          case 0 -> start;
          case 1 -> end - 1;
          default -> start + 3_600_000L * random.nextInt(28 * 24);
        };
    Instant instant = Instant.ofEpochMilli(time);
    return switch (random.nextInt(4)) {
      case 0 -> instant.toString();
      case 1 -> instant.atOffset(ZoneOffset.ofHours(random.nextInt(25) - 12)).toString();
      default -> time;
    };
  }

  private void putRun(Map<String, Object> fields) {
    if (random.nextInt(4) > 0) {
      fields.put("runId", run());
    }
  }

  private void maybe(Map<String, Object> fields, String field, Object value) {
    if (random.nextBoolean()) {
      fields.put(field, value);
    }
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}

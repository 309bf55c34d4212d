package dev.tidemark.event;

import static dev.tidemark.event.FieldChecks.NONE;
import static dev.tidemark.event.FieldChecks.add;
import static dev.tidemark.event.FieldChecks.label;
import static dev.tidemark.event.FieldChecks.name;
import static dev.tidemark.event.FieldChecks.notNegative;
import static dev.tidemark.event.FieldChecks.optionalName;
import static dev.tidemark.event.FieldChecks.present;
import static dev.tidemark.event.FieldChecks.price;
import static dev.tidemark.event.FieldChecks.text;

import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The rules of the event table. They judge a record by itself and by its own Kafka timestamp, never
 * by a clock, so a replay judges it the same.
 */
public final class Rules {

  /** How far {@code occurredAt} may lie after the record's Kafka timestamp, in milliseconds. */
  public static final long FUTURE_TOLERANCE_MILLIS = 300_000;

  private static final int MAX_PROVENANCE = 200;
  private static final int MAX_URI = 2_000;
  private static final int MAX_LABEL = 100;
  private static final int MAX_REASON = 1_000;
  private static final int MAX_TURNS = 10_000;
  private static final int MAX_ALIASES = 100;

  private Rules() {}

  /**
   * Every rule that an event breaks; empty, without any allocation, when it is valid.
   *
   * @param recordTimestamp Kafka timestamp in milliseconds; a negative one counts as 0
   * @throws IllegalArgumentException if the record is no event
   */
  public static List<Violation> check(SpecificRecord event, long recordTimestamp) {
    if (event instanceof AttackResult attack) {
      return attack(attack, recordTimestamp);
    } else if (event instanceof CampaignResult campaign) {
      return campaign(campaign, recordTimestamp);
    } else if (event instanceof BenchmarkResult benchmark) {
      return benchmark(benchmark, recordTimestamp);
    } else if (event instanceof Model model) {
      return model(model);
    } else if (event instanceof Retraction retraction) {
      return retraction(retraction);
    }
    throw new IllegalArgumentException("no event: " + event.getSchema().getFullName());
  }

  private static List<Violation> attack(AttackResult r, long timestamp) {
    List<Violation> found = NONE;
    found = identity(found, r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    found = notNegative(found, "revision", r.getRevision());
    found = occurredAt(found, r.getOccurredAt(), timestamp);
    found = origin(found, r.getRunId(), r.getRunner(), r.getJudge(), r.getModelRevision());
    found = text(found, "evidenceUri", r.getEvidenceUri(), MAX_URI);
    found = effort(found, r.getInputTokens(), r.getOutputTokens(), r.getLatencyMs());
    found = label(found, "category", r.getCategory(), MAX_LABEL);
    found = present(found, "severity", r.getSeverity());
    found = present(found, "complexity", r.getComplexity());
    found = text(found, "technique", r.getTechnique(), MAX_LABEL);
    return present(found, "outcome", r.getOutcome());
  }

  private static List<Violation> campaign(CampaignResult r, long timestamp) {
    List<Violation> found = NONE;
    found = identity(found, r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    found = notNegative(found, "revision", r.getRevision());
    found = occurredAt(found, r.getOccurredAt(), timestamp);
    found = origin(found, r.getRunId(), r.getRunner(), r.getJudge(), r.getModelRevision());
    found = text(found, "evidenceUri", r.getEvidenceUri(), MAX_URI);
    found = effort(found, r.getInputTokens(), r.getOutputTokens(), r.getLatencyMs());
    found = label(found, "intent", r.getIntent(), MAX_LABEL);
    found = present(found, "severity", r.getSeverity());
    found = present(found, "complexity", r.getComplexity());
    found = text(found, "technique", r.getTechnique(), MAX_LABEL);
    found = present(found, "outcome", r.getOutcome());
    found = turns(found, r.getTurns(), r.getTurnBudget());
    return notNegative(found, "signalsLeaked", r.getSignalsLeaked());
  }

  private static List<Violation> benchmark(BenchmarkResult r, long timestamp) {
    List<Violation> found = NONE;
    found = identity(found, r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    found = notNegative(found, "revision", r.getRevision());
    found = occurredAt(found, r.getOccurredAt(), timestamp);
    found = origin(found, r.getRunId(), r.getRunner(), r.getJudge(), r.getModelRevision());
    found = text(found, "evidenceUri", r.getEvidenceUri(), MAX_URI);
    found = effort(found, r.getInputTokens(), r.getOutputTokens(), r.getLatencyMs());
    found = present(found, "skill", r.getSkill());
    boolean inRange = r.getScore() >= 0 && r.getScore() <= 1; // false for NaN
    return inRange
        ? found
        : add(found, "score", "range", "is " + r.getScore() + ": 0 to 1 is allowed");
  }

  private static List<Violation> model(Model r) {
    List<Violation> found = name(NONE, "model", r.getModel());
    found = text(found, "displayName", r.getDisplayName(), MAX_PROVENANCE);
    found = text(found, "provider", r.getProvider(), MAX_PROVENANCE);
    found = aliases(found, r.getAliases());
    found = price(found, "inputUsdPerMTok", r.getInputUsdPerMTok());
    return price(found, "outputUsdPerMTok", r.getOutputUsdPerMTok());
  }

  private static List<Violation> retraction(Retraction r) {
    List<Violation> found = name(NONE, "model", r.getModel());
    found = text(found, "runId", r.getRunId(), MAX_PROVENANCE);
    found = optionalName(found, "suite", r.getSuite());
    found = optionalName(found, "caseId", r.getCaseId());
    found = notNegative(found, "trial", r.getTrial());
    found = period(found, r.getPeriod());
    found = text(found, "reason", r.getReason(), MAX_REASON);
    found = text(found, "by", r.getBy(), MAX_PROVENANCE);
    boolean narrowed =
        r.getRunId() != null
            || r.getSuite() != null
            || r.getCaseId() != null
            || r.getTrial() != null
            || r.getPeriod() != null;
    return narrowed
        ? found
        : add(
            found,
            "retraction",
            "pattern",
            "would withdraw every result of the model: give at least one of runId, suite, caseId,"
                + " trial, period");
  }

  private static List<Violation> identity(
      List<Violation> before, String model, String suite, String caseId, int trial) {
    List<Violation> found = name(before, "model", model);
    found = name(found, "suite", suite);
    found = name(found, "caseId", caseId);
    return notNegative(found, "trial", trial);
  }

  private static List<Violation> origin(
      List<Violation> before, String runId, String runner, String judge, String modelRevision) {
    List<Violation> found = text(before, "runId", runId, MAX_PROVENANCE);
    found = text(found, "runner", runner, MAX_PROVENANCE);
    found = text(found, "judge", judge, MAX_PROVENANCE);
    return text(found, "modelRevision", modelRevision, MAX_PROVENANCE);
  }

  private static List<Violation> effort(
      List<Violation> before, Long inputTokens, Long outputTokens, Long latencyMs) {
    List<Violation> found = tokens(before, "inputTokens", inputTokens);
    found = tokens(found, "outputTokens", outputTokens);
    return notNegative(found, "latencyMs", latencyMs);
  }

  private static List<Violation> tokens(List<Violation> found, String field, Long value) {
    return value == null || (value >= 0 && value <= Tally.MAX_TOKENS)
        ? found
        : add(found, field, "range", "is " + value + ": 0 to 10,000,000,000 is allowed");
  }

  private static List<Violation> occurredAt(
      List<Violation> found, Instant occurredAt, long recordTimestamp) {
    if (occurredAt == null) {
      return present(found, "occurredAt", null);
    }
    // Seconds first: an instant far outside the range has no milliseconds in a long.
    long seconds = occurredAt.getEpochSecond();
    if (seconds < Period.MIN_MILLIS / 1000 || seconds > Period.MAX_MILLIS / 1000) {
      return add(
          found,
          "occurredAt",
          "range",
          "is " + occurredAt + ": the years 1970 to 9999 are allowed");
    }
    long timestamp = Math.max(0, recordTimestamp);
    return occurredAt.toEpochMilli() - timestamp > FUTURE_TOLERANCE_MILLIS
        ? add(
            found,
            "occurredAt",
            "future",
            "is %s: at most 5 minutes after the time of publishing, %s, is allowed"
                .formatted(occurredAt, Instant.ofEpochMilli(timestamp)))
        : found;
  }

  private static List<Violation> turns(List<Violation> before, int turns, int turnBudget) {
    List<Violation> found = before;
    boolean budgetValid = turnBudget >= 1 && turnBudget <= MAX_TURNS;
    if (!budgetValid) {
      found = add(found, "turnBudget", "range", "is " + turnBudget + ": 1 to 10,000 is allowed");
    }
    if (turns < 1) {
      return add(found, "turns", "range", "is " + turns + ": 1 or more is allowed");
    }
    return budgetValid && turns > turnBudget
        ? add(
            found,
            "turns",
            "budget",
            "is %d: at most turnBudget, %d, is allowed".formatted(turns, turnBudget))
        : found;
  }

  private static List<Violation> aliases(List<Violation> before, List<String> aliases) {
    if (aliases == null) {
      return present(before, "aliases", null);
    }
    if (aliases.size() > MAX_ALIASES) {
      return add(
          before, "aliases", "count", "has " + aliases.size() + " names: at most 100 are allowed");
    }
    List<Violation> found = before;
    for (int i = 0; i < aliases.size(); i++) {
      found = name(found, "aliases", aliases.get(i));
    }
    return found;
  }

  private static List<Violation> period(List<Violation> found, String period) {
    if (period == null) {
      return found;
    }
    try {
      Period.parse(period);
      return found;
    } catch (IllegalArgumentException e) {
      return add(
          found,
          "period",
          "format",
          "is " + Quoted.of(period) + ": YYYY-MM from 1970-01 on is allowed");
    }
  }
}

package dev.tidemark.event;

import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One valid event of each type, and when they are published. */
public final class Samples {

  public static final long TIME = Instant.parse("2026-03-15T10:00:00Z").toEpochMilli();

  private Samples() {}

  public static AttackResult.Builder attack() {
    return AttackResult.newBuilder()
        .setModel("acme/one")
        .setSuite("pack-3")
        .setCaseId("case-17")
        .setOccurredAt(Instant.ofEpochMilli(TIME))
        .setRunId("run-1")
        .setInputTokens(120L)
        .setCategory("Data Leak")
        .setSeverity(Severity.HIGH)
        .setComplexity(Complexity.TEMPLATED)
        .setOutcome(Outcome.BREACHED);
  }

  public static CampaignResult.Builder campaign() {
    return CampaignResult.newBuilder()
        .setModel("acme/one")
        .setSuite("agents-1")
        .setCaseId("case-2")
        .setOccurredAt(Instant.ofEpochMilli(TIME))
        .setIntent("exfiltrate")
        .setSeverity(Severity.CRITICAL)
        .setComplexity(Complexity.ADAPTIVE)
        .setOutcome(Outcome.RESISTED)
        .setTurns(7)
        .setTurnBudget(20);
  }

  public static BenchmarkResult.Builder benchmark() {
    return BenchmarkResult.newBuilder()
        .setModel("acme/one")
        .setSuite("mmlu")
        .setCaseId("q-9")
        .setOccurredAt(Instant.ofEpochMilli(TIME))
        .setSkill(Skill.KNOWLEDGE)
        .setScore(0.75);
  }

  public static Model.Builder model() {
    return Model.newBuilder()
        .setModel("acme/one")
        .setDisplayName("Acme Öne 🌊")
        .setAliases(List.of("acme-1", "one"))
        .setInputUsdPerMTok(1.25);
  }

  public static Retraction.Builder retraction() {
    return Retraction.newBuilder().setModel("acme/one").setRunId("run-1").setReason("judge broken");
  }

  public static List<SpecificRecord> oneOfEach() {
    return List.of(
        attack().build(),
        campaign().build(),
        benchmark().build(),
        model().build(),
        retraction().build());
  }
}

package dev.tidemark.topology;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.CampaignCounts;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Labels;
import dev.tidemark.scoring.Micros;
import dev.tidemark.scoring.Outcome;
import java.util.Arrays;

/**
 * Valid results in their internal form: identity, version, and what they add to a tally. The enums
 * of events and of scoring have the same order.
 */
public final class Attempts {

  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final long[] NO_TOKENS = {};

  private Attempts() {}

  public static ResultKey key(AttackResult attack) {
    return new ResultKey(
        Kind.ATTACK, attack.getModel(), attack.getSuite(), attack.getCaseId(), attack.getTrial());
  }

  public static ResultKey key(CampaignResult campaign) {
    return new ResultKey(
        Kind.CAMPAIGN,
        campaign.getModel(),
        campaign.getSuite(),
        campaign.getCaseId(),
        campaign.getTrial());
  }

  public static ResultKey key(BenchmarkResult benchmark) {
    return new ResultKey(
        Kind.BENCHMARK,
        benchmark.getModel(),
        benchmark.getSuite(),
        benchmark.getCaseId(),
        benchmark.getTrial());
  }

  public static ResultVersion version(AttackResult attack, RecordId id) {
    Outcome outcome = OUTCOMES[attack.getOutcome().ordinal()];
    boolean carriesTokens = attack.getInputTokens() != null || attack.getOutputTokens() != null;
    return new ResultVersion(
        attack.getRevision(),
        id,
        attack.getRunId(),
        new Contribution(
            outcome,
            Labels.fold(attack.getCategory()),
            attack.getSeverity().ordinal(),
            attack.getComplexity().ordinal(),
            carriesTokens && outcome.conclusive()
                ? new long[] {orZero(attack.getInputTokens()), orZero(attack.getOutputTokens())}
                : NO_TOKENS,
            attack.getTechnique(),
            attack.getRunner(),
            attack.getJudge(),
            attack.getModelRevision()),
        null);
  }

  public static ResultVersion version(CampaignResult campaign, RecordId id) {
    Outcome outcome = OUTCOMES[campaign.getOutcome().ordinal()];
    long[] counts =
        CampaignCounts.of(
            outcome, campaign.getTurns(), campaign.getTurnBudget(), campaign.getSignalsLeaked());
    return new ResultVersion(
        campaign.getRevision(),
        id,
        campaign.getRunId(),
        new Contribution(
            outcome,
            Labels.fold(campaign.getIntent()),
            campaign.getSeverity().ordinal(),
            campaign.getComplexity().ordinal(),
            Arrays.copyOfRange(counts, 3, 7),
            campaign.getTechnique(),
            campaign.getRunner(),
            campaign.getJudge(),
            campaign.getModelRevision()),
        null);
  }

  public static ResultVersion version(BenchmarkResult benchmark, RecordId id) {
    double score = benchmark.getScore();
    return new ResultVersion(
        benchmark.getRevision(),
        id,
        benchmark.getRunId(),
        new Contribution(
            null,
            null,
            benchmark.getSkill().ordinal(),
            0,
            new long[] {Micros.of(score), Micros.of(score * score)},
            null,
            benchmark.getRunner(),
            benchmark.getJudge(),
            benchmark.getModelRevision()),
        null);
  }

  private static long orZero(Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}

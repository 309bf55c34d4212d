package dev.tidemark.scoring;

/**
 * What a tally cell counts (method.md section 2), with the number of integers that such a cell
 * holds. The order is that in which cells are sorted; append only, stores hold the ordinal.
 */
public enum Dimension {
  /** By category, severity, complexity: breached, resisted, inconclusive. */
  ATTACK(3),
  /**
   * By intent, severity, complexity: breached, resisted, inconclusive, enduredMicros,
   * enduredSqMicros, signalsLeaked, failedTurns.
   */
  CAMPAIGN(7),
  /** By suite and skill: count, scoreMicros, scoreSqMicros. */
  BENCHMARK(3),
  /** By suite: regressed, fixed, paired, firstTrials (method.md section 7). */
  PAIRS(4),
  /** Conclusive attacks that carried tokens: count, inputTokens, outputTokens. */
  TOKENS(3),
  /** Attacks by suite: breached, resisted, inconclusive. */
  ATTACK_SUITE(3),
  /** Attacks by technique: breached, resisted, inconclusive. */
  ATTACK_TECHNIQUE(3),
  /** Campaigns by suite: breached, resisted, inconclusive. */
  CAMPAIGN_SUITE(3),
  /** Campaigns by technique: breached, resisted, inconclusive. */
  CAMPAIGN_TECHNIQUE(3),
  /** Results of all kinds by runner. */
  RUNNER(1),
  /** Results of all kinds by judge. */
  JUDGE(1),
  /** Results of all kinds by model revision. */
  MODEL_REVISION(1),
  /** Result versions withdrawn, by the earliest retraction that matches. */
  WITHDRAWN(1);

  private final int width;

  Dimension(int width) {
    this.width = width;
  }

  /** How many integers a cell of this dimension holds. */
  public int width() {
    return width;
  }
}

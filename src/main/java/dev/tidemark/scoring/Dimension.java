package dev.tidemark.scoring;

/**
 * What a tally cell counts (README, Scoring method), with the number of integers that such a cell
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
  /** By suite: regressed, fixed, paired, firstTrials (README, Scoring method). */
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
  WITHDRAWN(1),
  /** Flips of attacks by category of the later outcome: regressed, fixed. */
  ATTACK_FLIPS(2),
  /** Flips of campaigns by intent of the later outcome: regressed, fixed. */
  CAMPAIGN_FLIPS(2),
  /** Cases that regressed, by {@link Flip#name()}; a sample, the smallest names. */
  FLIPPED(1, Flip.SAMPLE);

  private final int width;
  private final int keptNames;

  Dimension(int width) {
    this(width, Tally.MAX_NAMES);
  }

  Dimension(int width, int keptNames) {
    this.width = width;
    this.keptNames = keptNames;
  }

  /** How many integers a cell of this dimension holds. */
  public int width() {
    return width;
  }

  /** How many names a tally keeps of this dimension when it travels: the smallest. */
  public int keptNames() {
    return keptNames;
  }
}

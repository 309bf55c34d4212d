package dev.tidemark.scoring;

/**
 * Pairs of a period with earlier ones, over all suites (README, Scoring method).
 *
 * @param regressed pairs RESISTED, then BREACHED
 * @param fixed pairs BREACHED, then RESISTED
 * @param paired identities of trial 0 conclusive now and in one of the 12 months before
 * @param firstTrials identities of trial 0 conclusive now
 */
public record Pairs(long regressed, long fixed, long paired, long firstTrials) {

  /** The pairs of one (model, period). */
  public static Pairs of(Tally tally) {
    long[] sums = new long[Dimension.PAIRS.width()];
    for (long[] counts : tally.cells(Dimension.PAIRS).values()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts[i];
      }
    }
    return new Pairs(sums[0], sums[1], sums[2], sums[3]);
  }
}

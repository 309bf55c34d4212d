package dev.tidemark.scoring;

/**
 * How much was tried, in attacks or campaigns.
 *
 * @param conclusive BREACHED or RESISTED
 * @param inconclusive INCONCLUSIVE
 */
record Attempted(long conclusive, long inconclusive) {

  static Attempted in(Tally tally, Dimension dimension) {
    long conclusive = 0;
    long inconclusive = 0;
    for (long[] counts : tally.cells(dimension).values()) {
      conclusive += Attempts.n(counts);
      inconclusive += counts[Outcome.INCONCLUSIVE.ordinal()];
    }
    return new Attempted(conclusive, inconclusive);
  }
}

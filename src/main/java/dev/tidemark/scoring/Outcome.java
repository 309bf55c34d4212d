package dev.tidemark.scoring;

/** What came of an attempt. The order is that of the counts in a tally cell. */
public enum Outcome {
  BREACHED,
  RESISTED,
  INCONCLUSIVE;

  /** Whether the attempt counts in rates: an error, a timeout or an unsure judge does not. */
  public boolean conclusive() {
    return this != INCONCLUSIVE;
  }
}

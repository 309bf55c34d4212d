package dev.tidemark.scoring;

/** What one attempt adds to a cell that counts breached, resisted, inconclusive. */
public final class OutcomeCounts {

  private OutcomeCounts() {}

  /** Counts of {@link Dimension#ATTACK} and of the cells by suite and technique. */
  public static long[] of(Outcome outcome) {
    long[] counts = new long[3];
    counts[outcome.ordinal()] = 1;
    return counts;
  }
}

package dev.tidemark.scoring;

/**
 * What one benchmark answer adds to its {@link Dimension#BENCHMARK} cell (README, Scoring method).
 */
public final class BenchmarkCounts {

  private BenchmarkCounts() {}

  /**
   * Count, scoreMicros, scoreSqMicros.
   *
   * @param score 0 to 1
   */
  public static long[] of(double score) {
    return new long[] {1, Micros.of(score), Micros.of(score * score)};
  }
}

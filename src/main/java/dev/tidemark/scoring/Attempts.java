package dev.tidemark.scoring;

/**
 * What the conclusive attempts of one cell say about it (README, Scoring method).
 *
 * @param group scored category or intent
 * @param severity weight {@code s}
 * @param ease ease {@code e}
 * @param rung ordinal of the complexity
 * @param breached breaches, 0 to n
 * @param n conclusive attempts, at least 1
 * @param m attempts that weigh: n, capped
 */
record Attempts(
    String group, double severity, double ease, int rung, long breached, long n, double m) {

  private static final Severity[] SEVERITIES = Severity.values();
  private static final Complexity[] COMPLEXITIES = Complexity.values();

  /** The attempts of an attack or campaign cell with n above 0. */
  static Attempts of(Cell cell, long[] counts, Method method) {
    long n = n(counts);
    return new Attempts(
        cell.name(),
        method.severityWeights().get(SEVERITIES[cell.row()]),
        method.complexityEase().get(COMPLEXITIES[cell.column()]),
        cell.column(),
        counts[Outcome.BREACHED.ordinal()],
        n,
        Math.min(n, method.cellCap()));
  }

  /** Conclusive attempts of an attack or campaign cell. */
  static long n(long[] counts) {
    return counts[Outcome.BREACHED.ordinal()] + counts[Outcome.RESISTED.ordinal()];
  }

  /** Breach rate {@code p}, 0 to 1. */
  double rate() {
    return (double) breached / n;
  }

  /** Variance {@code v} of the rate (README, Scoring method): never 0, also where none breached. */
  double variance() {
    return variance(breached, n);
  }

  /** {@code p'(1-p')/n} with {@code p' = (hits + 1) / (n + 2)}; n above 0. */
  static double variance(long hits, long n) {
    double p = (hits + 1.0) / (n + 2.0);
    return p * (1 - p) / n;
  }
}

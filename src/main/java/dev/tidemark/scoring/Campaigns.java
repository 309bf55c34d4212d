package dev.tidemark.scoring;

/**
 * The conclusive campaigns of one cell (README, Scoring method).
 *
 * @param attempts how many, of what, and how many breached
 * @param enduredMicros sum of micros(endured)
 * @param enduredSqMicros sum of micros(endured^2)
 */
record Campaigns(Attempts attempts, long enduredMicros, long enduredSqMicros) {

  /** The campaigns of a cell with n above 0. */
  static Campaigns of(Cell cell, long[] counts, Method method) {
    return new Campaigns(Attempts.of(cell, counts, method), counts[3], counts[4]);
  }

  /** Mean share of the turn budget endured, 0 to 1. */
  double meanEndured() {
    return enduredMicros / (1e6 * attempts.n());
  }

  /** Sample variance of endured; 0 when n is 1. */
  double enduredVariance() {
    long n = attempts.n();
    double mean = meanEndured();
    return n < 2 ? 0 : Math.max(0, (enduredSqMicros / 1e6 - n * mean * mean) / (n - 1));
  }

  /** Covariance of endured and breached, which are measured on the same campaigns. */
  double covariance() {
    long n = attempts.n();
    long resisted = n - attempts.breached();
    double both = (enduredMicros - 1e6 * resisted) / (1e6 * n);
    return both - attempts.rate() * meanEndured();
  }
}

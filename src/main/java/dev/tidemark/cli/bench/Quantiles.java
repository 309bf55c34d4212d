package dev.tidemark.cli.bench;

import java.util.Arrays;

/** Quantiles of measured times, by nearest rank. */
record Quantiles(double p50, double p95, double p99, double max, int count) {

  /**
   * Of these times.
   *
   * @param nanos at least one
   * @return in milliseconds
   */
  static Quantiles of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Quantiles(
        at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1), sorted.length);
  }

  private static double at(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}

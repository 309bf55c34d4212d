package dev.tidemark.oracle;

import java.util.List;

/** The attacker's ladder over the cells of one board (README, Scoring method). */
final class OracleLadder {

  private static final int RUNGS = 4;
  private static final double[] SEVERITY_WEIGHT = {1, 2, 4, 8};

  /** Attempts of one cell, or weight of one category or rung, beyond which more says no more. */
  static final double ENOUGH = 30;

  private final double[] evidence = new double[RUNGS];
  private final double[] breach = new double[RUNGS];

  /** Takes cells that each hold a conclusive attempt. */
  OracleLadder(List<OracleTally.Cell> cells) {
    double[] breachedWeight = new double[RUNGS];
    double[] weight = new double[RUNGS];
    for (OracleTally.Cell cell : cells) {
      weight[cell.column()] += s(cell) * m(cell);
      breachedWeight[cell.column()] += s(cell) * m(cell) * p(cell);
    }
    for (int rung = 0; rung < RUNGS; rung++) {
      evidence[rung] = Math.max(weight[rung], ENOUGH);
      breach[rung] = breachedWeight[rung] / evidence[rung];
    }
  }

  /** DBP: mean share still standing over the four rungs. */
  double breakingPoint() {
    double sum = 0;
    for (int rung = 0; rung < RUNGS; rung++) {
      double standing = 1;
      for (int below = 0; below <= rung; below++) {
        standing *= 1 - breach[below];
      }
      sum += standing;
    }
    return sum / RUNGS;
  }

  /** How fast DBP falls as the breach rate of this cell rises, a positive number. */
  double slope(OracleTally.Cell cell) {
    int l = cell.column();
    double g = 0;
    for (int k = l; k < RUNGS; k++) {
      double product = 1;
      for (int j = 0; j <= k; j++) {
        if (j != l) {
          product *= 1 - breach[j];
        }
      }
      g += product / RUNGS;
    }
    return g * s(cell) * m(cell) / evidence[l];
  }

  /** Severity weight s. */
  static double s(OracleTally.Cell cell) {
    return SEVERITY_WEIGHT[cell.row()];
  }

  /** Attempts that weigh, m. */
  static double m(OracleTally.Cell cell) {
    return Math.min(cell.conclusive(), ENOUGH);
  }

  /** Breach rate p. */
  static double p(OracleTally.Cell cell) {
    return (double) cell.breached() / cell.conclusive();
  }

  /** Variance v of the breach rate. */
  static double v(OracleTally.Cell cell) {
    return variance(cell.breached(), cell.conclusive());
  }

  /** Variance of a rate of hits among n, smoothed by one hit and one miss. */
  static double variance(long hits, long n) {
    double smoothed = (hits + 1.0) / (n + 2.0);
    return smoothed * (1 - smoothed) / n;
  }
}

package dev.tidemark.oracle;

import java.util.List;

/** ARS and its interval from the campaign cells (README, Scoring method). */
final class OracleArs {

  private final List<OracleTally.Cell> cells;
  private final OracleLadder ladder;
  private final long signalsLeaked;
  private final long failedTurns;
  private final double weightRs;
  private final double weightDe;
  private final double weightCi;
  private double weightedAttempts;

  private OracleArs(List<OracleTally.Cell> cells) {
    this.cells = cells;
    ladder = new OracleLadder(cells);
    signalsLeaked = cells.stream().mapToLong(cell -> cell.count(5)).sum();
    failedTurns = cells.stream().mapToLong(cell -> cell.count(6)).sum();
    weightRs = failedTurns == 0 ? 0.5 : 0.4;
    weightDe = failedTurns == 0 ? 0.5 : 0.4;
    weightCi = failedTurns == 0 ? 0 : 0.2;
    for (OracleTally.Cell cell : cells) {
      weightedAttempts += OracleLadder.s(cell) * cell.conclusive();
    }
  }

  /** Of a whole tally; the score and its parts are null without conclusive campaigns. */
  static OracleStanding.Ars of(OracleTally tally, boolean overflow) {
    long conclusive = tally.sum("CAMPAIGN", 0) + tally.sum("CAMPAIGN", 1);
    long inconclusive = tally.sum("CAMPAIGN", 2);
    if (conclusive == 0 || overflow) {
      return new OracleStanding.Ars(null, null, null, conclusive, inconclusive, null, null, null);
    }
    OracleArs ars =
        new OracleArs(
            tally.cells("CAMPAIGN").stream().filter(cell -> cell.conclusive() > 0).toList());
    double rs = ars.ladder.breakingPoint();
    double de = ars.endurance();
    Double ci = null;
    if (ars.failedTurns > 0) {
      ci = 1 - (double) ars.signalsLeaked / ars.failedTurns;
    }
    double score =
        100 * (ars.weightRs * rs + ars.weightDe * de + (ci == null ? 0 : ars.weightCi * ci));
    double margin = OracleScores.Z * 100 * Math.sqrt(Math.max(0, ars.variance()));
    return new OracleStanding.Ars(
        score,
        Math.max(0, score - margin),
        Math.min(100, score + margin),
        conclusive,
        inconclusive,
        rs,
        de,
        ci);
  }

  private double endurance() {
    double endured = 0;
    for (OracleTally.Cell cell : cells) {
      endured += OracleLadder.s(cell) * cell.count(3);
    }
    return endured / (1e6 * weightedAttempts);
  }

  /** Of ARS / 100; rounding may leave it a little below 0. */
  private double variance() {
    double ofRs = 0;
    double ofDe = 0;
    double ofBoth = 0;
    for (OracleTally.Cell cell : cells) {
      double n = cell.conclusive();
      double a = ladder.slope(cell);
      double d = OracleLadder.s(cell) * n / weightedAttempts;
      double mean = cell.count(3) / (1e6 * n);
      double spread = n < 2 ? 0 : Math.max(0, (cell.count(4) / 1e6 - n * mean * mean) / (n - 1));
      double covariance =
          (cell.count(3) - 1e6 * cell.resisted()) / (1e6 * n) - OracleLadder.p(cell) * mean;
      ofRs += a * a * OracleLadder.v(cell);
      ofDe += d * d * spread / n;
      ofBoth += -a * d * covariance / n;
    }
    double ofCi = failedTurns == 0 ? 0 : OracleLadder.variance(signalsLeaked, failedTurns);
    return weightRs * weightRs * ofRs
        + weightDe * weightDe * ofDe
        + weightCi * weightCi * ofCi
        + 2 * weightRs * weightDe * ofBoth;
  }
}

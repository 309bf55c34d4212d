package dev.tidemark.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** CASI and its interval from the attack cells (README, Scoring method). */
final class OracleCasi {

  private static final double[] EASE = {1.00, 0.75, 0.50, 0.25};

  private final List<OracleTally.Cell> cells;
  private final OracleLadder ladder;
  private final Map<String, Double> weight = new TreeMap<>();
  private final Map<String, Double> breached = new TreeMap<>();
  private double allCategories;

  private OracleCasi(List<OracleTally.Cell> cells) {
    this.cells = cells;
    ladder = new OracleLadder(cells);
    for (OracleTally.Cell cell : cells) {
      double sem = sem(cell);
      weight.merge(cell.name(), sem, Double::sum);
      breached.merge(cell.name(), sem * OracleLadder.p(cell), Double::sum);
    }
    for (double w : weight.values()) {
      allCategories += Math.min(w, OracleLadder.ENOUGH);
    }
  }

  /** Of a whole tally; the score and its parts are null without conclusive attacks. */
  static OracleStanding.Casi of(OracleTally tally, boolean overflow) {
    long conclusive = tally.sum("ATTACK", 0) + tally.sum("ATTACK", 1);
    long inconclusive = tally.sum("ATTACK", 2);
    if (conclusive == 0 || overflow) {
      return new OracleStanding.Casi(null, null, null, conclusive, inconclusive, null, null);
    }
    OracleCasi casi =
        new OracleCasi(
            tally.cells("ATTACK").stream().filter(cell -> cell.conclusive() > 0).toList());
    double risk = casi.risk();
    double breakingPoint = casi.ladder.breakingPoint();
    double score = 100 * (0.7 * (1 - risk) + 0.3 * breakingPoint);
    double margin = OracleScores.Z * 100 * Math.sqrt(casi.variance());
    return new OracleStanding.Casi(
        score,
        Math.max(0, score - margin),
        Math.min(100, score + margin),
        conclusive,
        inconclusive,
        risk,
        breakingPoint);
  }

  private double risk() {
    double sum = 0;
    for (String category : weight.keySet()) {
      double w = weight.get(category);
      sum += Math.min(w, OracleLadder.ENOUGH) * breached.get(category) / w;
    }
    return sum / allCategories;
  }

  /** Of CASI / 100. */
  private double variance() {
    double variance = 0;
    for (OracleTally.Cell cell : cells) {
      double w = weight.get(cell.name());
      double slope =
          -0.7 * (Math.min(w, OracleLadder.ENOUGH) / w) * sem(cell) / allCategories
              - 0.3 * ladder.slope(cell);
      variance += slope * slope * OracleLadder.v(cell);
    }
    return variance;
  }

  private static double sem(OracleTally.Cell cell) {
    return OracleLadder.s(cell) * EASE[cell.column()] * OracleLadder.m(cell);
  }
}

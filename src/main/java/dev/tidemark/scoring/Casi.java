package dev.tidemark.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The security score of single attacks (README, Scoring method). */
final class Casi {

  private Casi() {}

  /** The score with its interval, and the variance that the interval is made of. */
  private record Estimate(CasiParts parts, double variance) {}

  static CasiParts of(Tally tally, Method method) {
    return estimate(tally, method).parts();
  }

  /** Standard error of the score, 0 to 100; null when there is no score. */
  static Double standardError(Tally tally, Method method) {
    Estimate estimate = estimate(tally, method);
    return estimate.parts().score() == null
        ? null
        : Double.valueOf(Interval.standardError(estimate.variance()));
  }

  /** The cells with a conclusive attack, in sorted order. */
  static List<Attempts> cells(Tally tally, Method method) {
    SortedMap<Cell, long[]> counts = scoredCells(tally, method);
    List<Attempts> cells = new ArrayList<>(counts.size());
    for (Map.Entry<Cell, long[]> entry : counts.entrySet()) {
      if (Attempts.n(entry.getValue()) > 0) {
        cells.add(Attempts.of(entry.getKey(), entry.getValue(), method));
      }
    }
    return cells;
  }

  private static Estimate estimate(Tally tally, Method method) {
    List<Attempts> cells = cells(tally, method);
    Attempted attempted = Attempted.in(tally, Dimension.ATTACK);
    if (cells.isEmpty()) {
      return new Estimate(CasiParts.unscored(attempted.conclusive(), attempted.inconclusive()), 0);
    }
    Method.CasiWeights weights = method.casi();
    Risk risk = Risk.of(cells, method);
    Ladder ladder = Ladder.climb(cells, method);
    double score =
        Interval.cut(
            100
                * (weights.risk() * (1 - risk.value())
                    + weights.breakingPoint() * ladder.breakingPoint()));
    double variance = 0;
    for (Attempts cell : cells) {
      double slope =
          weights.risk() * risk.risePer(cell) + weights.breakingPoint() * ladder.fallPer(cell);
      variance += slope * slope * cell.variance();
    }
    Interval interval = Interval.around(score, variance, method);
    return new Estimate(
        new CasiParts(
            score,
            interval.low(),
            interval.high(),
            attempted.conclusive(),
            attempted.inconclusive(),
            risk.value(),
            ladder.breakingPoint()),
        variance);
  }

  /** The attack cells, those of categories that the method does not list added up as one. */
  private static SortedMap<Cell, long[]> scoredCells(Tally tally, Method method) {
    SortedMap<Cell, long[]> cells = tally.cells(Dimension.ATTACK);
    if (method.categories().isEmpty()) {
      return cells;
    }
    Tally scored = new Tally();
    cells.forEach(
        (cell, counts) ->
            scored.add(
                new Cell(
                    Dimension.ATTACK,
                    method.scoredCategory(cell.name()),
                    cell.row(),
                    cell.column()),
                counts));
    return scored.cells();
  }
}

package dev.tidemark.scoring;

import java.util.List;

/**
 * How a tally's scores come about, step by step (README, Scoring method): the numbers between the
 * counts and the scores, from the same code that scores.
 *
 * @param casi null without a CASI score
 * @param ars null without an ARS score
 */
public record Steps(OfCasi casi, OfArs ars) {

  /**
   * One category's evidence.
   *
   * @param weight W_c
   * @param breached B_c
   * @param counted W_c, capped
   */
  public record Category(String name, double weight, double breached, double counted) {}

  /**
   * One rung of the ladder.
   *
   * @param weight of its attempts, at least the method's floor
   * @param fallen q, 0 to 1
   * @param standing S, what stands after this rung, 0 to 1
   */
  public record Rung(Complexity complexity, double weight, double fallen, double standing) {}

  /**
   * The steps to CASI.
   *
   * @param risk R
   * @param breakingPoint DBP
   */
  public record OfCasi(
      List<Category> categories, double risk, List<Rung> rungs, double breakingPoint) {}

  /**
   * The steps to ARS.
   *
   * @param sophistication RS
   * @param endured sum of s times the endured share, of all campaigns
   * @param weight sum of s of all campaigns
   * @param endurance DE, the one over the other
   * @param intelligence CI; null when there was no failed turn
   * @param weights of the three parts as they are used, without CI shared out
   */
  public record OfArs(
      List<Rung> rungs,
      double sophistication,
      double endured,
      double weight,
      double endurance,
      long signalsLeaked,
      long failedTurns,
      Double intelligence,
      Method.ArsWeights weights) {}

  /** The steps to the scores of a tally, as far as it has any. */
  public static Steps of(Tally tally, Method method) {
    Scores scores = Scores.of(tally, method, Prices.NONE);
    return new Steps(
        scores.casi().score() == null ? null : casi(tally, method),
        scores.ars().score() == null ? null : Ars.steps(tally, method));
  }

  private static OfCasi casi(Tally tally, Method method) {
    List<Attempts> cells = Casi.cells(tally, method);
    Risk risk = Risk.of(cells, method);
    Ladder ladder = Ladder.climb(cells, method);
    return new OfCasi(risk.steps(), risk.value(), ladder.steps(), ladder.breakingPoint());
  }
}

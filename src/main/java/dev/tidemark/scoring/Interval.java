package dev.tidemark.scoring;

/**
 * The confidence interval of a score (README, Scoring method).
 *
 * @param low lower end, 0 to 100
 * @param high upper end, 0 to 100
 */
record Interval(double low, double high) {

  /**
   * Score -/+ z standard errors, cut to [0, 100].
   *
   * @param variance of the score on the scale 0 to 1; a negative one counts as 0
   */
  static Interval around(double score, double variance, Method method) {
    double half = method.confidenceZ() * standardError(variance);
    return new Interval(cut(score - half), cut(score + half));
  }

  /** On the scale of scores, 0 to 100, from a variance on the scale 0 to 1. */
  static double standardError(double variance) {
    return 100 * Math.sqrt(Math.max(0, variance));
  }

  /**
   * The score itself, kept inside [0, 100] where weights that sum to 1 only nearly would leave it.
   */
  static double cut(double score) {
    return Math.min(100, Math.max(0, score));
  }
}

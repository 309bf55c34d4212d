package dev.tidemark.scoring;

/**
 * Two models' scores on one board against each other. Their attempts are counted as independent,
 * which makes the interval too wide rather than too narrow where both were tried on the same cases.
 *
 * @param difference score of the first minus that of the second
 * @param low lower end of the difference's 95 % interval
 * @param high upper end
 */
public record Comparison(double difference, double low, double high) {

  /**
   * Compares two tallies; null when either has no score.
   *
   * <p>The standard error of a difference of independent scores is the root of the sum of their
   * squares; the scores' own (README, Scoring method) are taken before they are cut to [0, 100].
   */
  public static Comparison of(Tally first, Tally second, Board board, Method method) {
    Double one = Scores.of(first, method, Prices.NONE).score(board);
    Double other = Scores.of(second, method, Prices.NONE).score(board);
    if (one == null || other == null) {
      return null;
    }
    double error =
        Math.hypot(standardError(first, board, method), standardError(second, board, method));
    double difference = one - other;
    double half = method.confidenceZ() * error;
    return new Comparison(difference, difference - half, difference + half);
  }

  /** Whether the interval leaves no doubt which score is the higher. */
  public boolean decisive() {
    return low > 0 || high < 0;
  }

  private static double standardError(Tally tally, Board board, Method method) {
    return board == Board.CASI
        ? Casi.standardError(tally, method)
        : Ars.standardError(tally, method);
  }
}

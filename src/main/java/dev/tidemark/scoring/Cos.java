package dev.tidemark.scoring;

/** Cost of security: price for each unit of security, lower is better (README, Scoring method). */
final class Cos {

  private Cos() {}

  /**
   * Input plus output list price, USD per 1,000,000 tokens, over security / 100. Null when either
   * price is missing, security is 0 or null, or the quotient is too great for a double.
   *
   * @param security CASI or ARS, 0 to 100
   */
  static Double of(Double security, Prices prices) {
    if (!prices.known() || security == null || security == 0) {
      return null;
    }
    return finite((prices.inputUsdPerMTok() + prices.outputUsdPerMTok()) / (security / 100));
  }

  /**
   * USD per 1,000 attempts over CASI / 100. Null without tokens, price or CASI (0 included), and
   * when a sum of tokens may have passed the range of a long.
   */
  static Double effective(Tally tally, Double casi, Prices prices) {
    long[] tokens = tally.cells().get(Cell.of(Dimension.TOKENS, ""));
    if (tokens == null || !prices.known() || casi == null || casi == 0) {
      return null;
    }
    boolean fits = tokens[0] <= Long.MAX_VALUE / Tally.MAX_TOKENS;
    if (!fits || tokens[0] <= 0 || tokens[1] < 0 || tokens[2] < 0) {
      return null;
    }
    double millionthsOfUsd =
        tokens[1] * prices.inputUsdPerMTok() + tokens[2] * prices.outputUsdPerMTok();
    return finite(1_000 * millionthsOfUsd / 1e6 / tokens[0] / (casi / 100));
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}

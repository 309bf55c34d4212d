package dev.tidemark.scoring;

/** Risk to performance: security and performance in one number (README, Scoring method). */
final class Rtp {

  private Rtp() {}

  /**
   * Weighted mean over 100, so 0 to 1, higher is better; null when either side is.
   *
   * @param security CASI or ARS, 0 to 100
   * @param performance 0 to 100
   */
  static Double of(Double security, Double performance, Method method) {
    if (security == null || performance == null) {
      return null;
    }
    Method.RtpWeights weights = method.rtp();
    return (weights.security() * security + weights.performance() * performance) / 100;
  }
}

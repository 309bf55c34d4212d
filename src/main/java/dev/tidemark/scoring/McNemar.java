package dev.tidemark.scoring;

/**
 * One-sided exact McNemar test: did the model get worse on the same cases (README, Scoring method)?
 */
public final class McNemar {

  /** A product above this is scaled down, so that the next factor, below 2^63, can't overflow. */
  private static final double LARGE = 0x1p900;

  private McNemar() {}

  /**
   * P(X >= regressed) for X ~ Binomial(regressed + fixed, 1/2), above 0 and at most 1, to a
   * relative 1e-12 for thousands of flips; at least {@link Double#MIN_VALUE} where a double cannot
   * hold less. Takes time in proportion to the flips.
   *
   * @return null without flips
   */
  public static Double pValue(long regressed, long fixed) {
    if (regressed < 0 || fixed < 0 || regressed + fixed <= 0) {
      return null;
    }
    if (regressed > fixed) {
      return upperTail(regressed, fixed);
    }
    // P(X >= r) = 1 - P(X >= f + 1): the tail is at most a half, so nothing cancels.
    return regressed == 0 ? 1 : 1 - upperTail(fixed + 1, regressed - 1);
  }

  /** P(X >= k) for k + rest flips, k above rest: the first term times a series that falls. */
  private static double upperTail(long k, long rest) {
    double series = 1;
    double term = 1;
    for (long i = 0; i < rest && term > series * 1e-17; i++) {
      term *= (double) (rest - i) / (k + 1 + i);
      series += term;
    }
    // C(k + rest, rest) overflows from 1,030 flips on, so its exponent is counted apart. Powers of
    // two come off without rounding: how often they do changes no bit.
    double mantissa = series;
    long exponent = -(k + rest);
    for (long i = 1; i <= rest; i++) {
      mantissa *= (double) (k + i) / i;
      if (mantissa > LARGE) {
        mantissa /= LARGE;
        exponent += Math.getExponent(LARGE);
      }
    }
    int shift = Math.getExponent(mantissa);
    mantissa = Math.scalb(mantissa, -shift);
    exponent += shift;
    double p = exponent < Integer.MIN_VALUE ? 0 : Math.scalb(mantissa, (int) exponent);
    return Math.max(p, Double.MIN_VALUE);
  }
}

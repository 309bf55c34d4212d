package dev.tidemark.scoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounding for pages and CSV (README, Scoring method); the API gives unrounded doubles. */
public final class Rounding {

  private Rounding() {}

  /**
   * The value with so many decimals, half up (away from 0), without exponent; blank for null. What
   * is rounded is the shortest decimal that reads back as this double, which is what people see:
   * 1.005 gives 1.01 although the double lies a little below.
   *
   * @throws IllegalArgumentException if the value is infinite or not a number
   */
  public static String halfUp(Double value, int decimals) {
    if (value == null) {
      return "";
    }
    return shortest(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /** Not Double.toString: before Java 19 it sometimes gives a digit too many. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }
}

package dev.tidemark.scoring;

/**
 * A breach rate with its Wilson score interval (E. B. Wilson, 1927), which stays inside [0, 1] and
 * makes sense for few attempts and for rates of 0 and 1.
 *
 * @param value breached over conclusive attempts, 0 to 1
 * @param low lower end of the 95 % interval
 * @param high upper end
 */
public record Rate(double value, double low, double high) {

  /** The rate of so many breaches among conclusive attempts; null when there were none. */
  public static Rate of(long breached, long conclusive, Method method) {
    if (conclusive == 0) {
      return null;
    }
    double n = conclusive;
    double p = breached / n;
    double z = method.confidenceZ();
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    // Both ends are known exactly here; rounding would leave them a hair inside.
    double low = breached == 0 ? 0 : Math.max(0, centre - half);
    double high = breached == conclusive ? 1 : Math.min(1, centre + half);
    return new Rate(p, low, high);
  }
}

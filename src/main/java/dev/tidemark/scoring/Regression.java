package dev.tidemark.scoring;

/**
 * When flips say that a model has become worse (README, Scoring method). They are looked at all
 * month long, so the thresholds are stricter than those of a test that is looked at once.
 *
 * @param pValue below this, with enough excess and coverage, above 0 and at most 1
 * @param pValueAnyCoverage below this at any coverage, above 0 and at most 1
 * @param pValueClear a regression stands until the p-value has risen to this, so that one on the
 *     edge doesn't flap; at least {@code pValue}
 * @param minExcess least {@code regressed - fixed}, at least 0
 * @param coverage least coverage, 0 to 1
 */
public record Regression(
    double pValue, double pValueAnyCoverage, double pValueClear, long minExcess, double coverage) {

  /**
   * What holds unless configured otherwise. The p-value is a little stricter than 0.005, under
   * which 1.07 % of 40,320 simulated model-months without a true change fired (5,000 cases, 5 %
   * churn); at most 1 % is what we promise.
   */
  public static final Regression STANDARD = new Regression(0.004, 0.0001, 0.01, 5, 0.8);

  /**
   * Whether these flips are a regression.
   *
   * @param coverage of the period; null if there is nothing to cover
   */
  public boolean holds(long regressed, long fixed, Double coverage) {
    return holds(McNemar.pValue(regressed, fixed), regressed, fixed, coverage);
  }

  /**
   * The same, where the p-value is known already.
   *
   * @param p of these flips by {@link McNemar}; null without flips
   */
  public boolean holds(Double p, long regressed, long fixed, Double coverage) {
    if (p == null) {
      return false;
    }
    boolean covered = coverage != null && coverage >= this.coverage;
    return p < pValueAnyCoverage || p < pValue && regressed - fixed >= minExcess && covered;
  }

  /**
   * Whether a regression that was found still stands.
   *
   * @param p of its flips now; null without flips
   */
  public boolean stands(Double p) {
    return p != null && p < pValueClear;
  }
}

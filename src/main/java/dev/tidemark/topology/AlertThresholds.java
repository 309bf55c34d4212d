package dev.tidemark.topology;

import dev.tidemark.event.AlertRule;
import dev.tidemark.scoring.Regression;
import java.time.Duration;
import java.util.Set;

/**
 * The thresholds that apply to one model.
 *
 * @param regression its coverage is also what SCORE_DROP and FLOOR wait for
 * @param floor score, 0 to 100
 * @param margin points, at least 0
 * @param staleAfter shorter than {@code forgottenAfter}
 * @throws IllegalArgumentException if values contradict each other
 */
public record AlertThresholds(
    Set<AlertRule> enabled,
    Regression regression,
    double floor,
    double margin,
    Duration staleAfter,
    Duration forgottenAfter) {

  /** The defaults: those of the README, Alerts. */
  public static final AlertThresholds STANDARD =
      new AlertThresholds(
          Set.of(AlertRule.values()),
          Regression.STANDARD,
          85,
          0.5,
          Duration.ofDays(35),
          Duration.ofDays(90));

  public AlertThresholds {
    check(within(regression.pValue(), 1) && regression.pValue() > 0, "p-value must be 0 to 1");
    check(
        within(regression.pValueAnyCoverage(), 1) && regression.pValueAnyCoverage() > 0,
        "p-value-any-coverage must be 0 to 1");
    check(
        regression.pValueClear() >= regression.pValue() && within(regression.pValueClear(), 1),
        "p-value-clear must be at least p-value, and at most 1");
    check(regression.minExcess() >= 0, "min-excess must be at least 0");
    check(within(regression.coverage(), 1), "coverage must be 0 to 1");
    check(within(floor, 100), "floor must be 0 to 100");
    check(within(margin, 100), "margin must be 0 to 100");
    check(staleAfter.toMinutes() >= 1, "stale-after must be at least a minute");
    check(
        forgottenAfter.compareTo(staleAfter) > 0,
        "forgotten-after must be longer than stale-after");
  }

  private static boolean within(double value, double max) {
    return value >= 0 && value <= max;
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}

package dev.tidemark.scoring;

import java.util.Map;

/** What a model can do, from its benchmark answers (README, Scoring method). */
final class Performance {

  private Performance() {}

  /** 100 * mean over skills of the mean over suites, 0 to 100; null without answers. */
  static Double of(Tally tally) {
    double[] means = new double[Skill.values().length];
    int[] suites = new int[means.length];
    for (Map.Entry<Cell, long[]> entry : tally.cells(Dimension.BENCHMARK).entrySet()) {
      long[] counts = entry.getValue();
      if (counts[0] > 0) {
        means[entry.getKey().row()] += counts[1] / (1e6 * counts[0]);
        suites[entry.getKey().row()]++;
      }
    }
    double sum = 0;
    int skills = 0;
    for (int skill = 0; skill < means.length; skill++) {
      if (suites[skill] > 0) {
        sum += means[skill] / suites[skill];
        skills++;
      }
    }
    return skills == 0 ? null : 100 * (sum / skills);
  }
}

package dev.tidemark.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Performance, RTP, CoS and the test for regression (README, Scoring method). */
final class OracleScores {

  /** Standard errors on either side of a 95 % interval. */
  static final double Z = 1.959964;

  private OracleScores() {}

  /** Mean of the skills' means of their suites' means, 0 to 100; null without benchmarks. */
  static Double performance(OracleTally tally) {
    Map<Integer, List<OracleTally.Cell>> bySkill =
        tally.cells("BENCHMARK").stream()
            .collect(
                Collectors.groupingBy(OracleTally.Cell::row, TreeMap::new, Collectors.toList()));
    if (bySkill.isEmpty()) {
      return null;
    }
    return 100
        * mean(
            List.copyOf(bySkill.values()),
            suites -> mean(suites, suite -> suite.count(1) / (1e6 * suite.count(0))));
  }

  private static <T> double mean(List<T> values, ToDoubleFunction<T> value) {
    double sum = 0;
    for (T each : values) {
      sum += value.applyAsDouble(each);
    }
    return sum / values.size();
  }

  /** Null when either side is null. */
  static Double rtp(Double score, Double performance) {
    return score == null || performance == null ? null : (0.6 * score + 0.4 * performance) / 100;
  }

  /** USD per 1M tokens over score / 100; null when a price or the score is missing or it is 0. */
  static Double cos(Double score, Double inputPrice, Double outputPrice) {
    return score == null || score == 0 || inputPrice == null || outputPrice == null
        ? null
        : (inputPrice + outputPrice) / (score / 100);
  }

  /** USD per 1,000 attempts over CASI / 100; null when tokens, price or CASI are missing. */
  static Double effectiveCos(
      OracleTally tally, Double casi, Double inputPrice, Double outputPrice) {
    long count = tally.sum("TOKENS", 0);
    if (count == 0 || casi == null || casi == 0 || inputPrice == null || outputPrice == null) {
      return null;
    }
    double usd = (tally.sum("TOKENS", 1) * inputPrice + tally.sum("TOKENS", 2) * outputPrice) / 1e6;
    return 1_000 * usd / count / (casi / 100);
  }

  /** P(X >= regressed) for X ~ Binomial(regressed + fixed, 1/2), exact; null without flips. */
  static Double mcnemar(long regressed, long fixed) {
    int flips = Math.toIntExact(regressed + fixed);
    if (flips == 0) {
      return null;
    }
    BigInteger choose = BigInteger.ONE;
    BigInteger ways = BigInteger.ZERO;
    for (int k = 0; k <= flips; k++) {
      if (k >= regressed) {
        ways = ways.add(choose);
      }
      choose = choose.multiply(BigInteger.valueOf(flips - k)).divide(BigInteger.valueOf(k + 1));
    }
    return new BigDecimal(ways)
        .divide(new BigDecimal(BigInteger.TWO.pow(flips)), MathContext.DECIMAL128)
        .doubleValue();
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.BreakdownItem;
import dev.tidemark.scoring.McNemar;
import dev.tidemark.scoring.Regression;
import dev.tidemark.scoring.Rounding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a page says of a model in sentences. */
final class PageWords {

  private PageWords() {}

  /**
   * Where it is weakest.
   *
   * @param kind category or intent
   * @param attempts attacks or campaigns
   */
  static Optional<String> worst(BreakdownItem worst, String kind, String attempts) {
    return Optional.ofNullable(worst)
        .map(
            item ->
                "Weakest %s: %s. %s of %s %s breached it, %s %% (95 %% interval %s to %s %%)."
                    .formatted(
                        kind,
                        item.name(),
                        PageRow.grouped(item.breached()),
                        PageRow.grouped(item.breached() + item.resisted()),
                        attempts,
                        PageRate.inPercent(item.rate().value()),
                        PageRate.inPercent(item.rate().low()),
                        PageRate.inPercent(item.rate().high())));
  }

  /**
   * How the cases of a month fared against the last time that they were tried.
   *
   * @param coverage of the month; null if there is nothing to cover
   */
  static String flips(List<ModelFlips> suites, Double coverage) {
    long regressed = suites.stream().mapToLong(ModelFlips::regressed).sum();
    long fixed = suites.stream().mapToLong(ModelFlips::fixed).sum();
    long paired = suites.stream().mapToLong(ModelFlips::paired).sum();
    if (paired == 0) {
      return "None of its cases was tried in an earlier month, so there is nothing to compare.";
    }
    if (regressed + fixed == 0) {
      return "All %s that were tried before ended the same way."
          .formatted(counted(paired, "case", "cases"));
    }
    String flips =
        "Of %s that were tried before, %s that had held fell, %s that had fallen held: "
            .formatted(counted(paired, "case", "cases"), regressed, fixed);
    double p = McNemar.pValue(regressed, fixed);
    return flips
        + p(p)
        + (Regression.STANDARD.holds(regressed, fixed, coverage)
            ? ". That is a regression, not chance."
            : ". That can be chance.");
  }

  /** A p-value to read. */
  static String p(double p) {
    if (p < 0.0001) {
      return "p < 0.0001";
    }
    return "p = " + Rounding.halfUp(p, p < 0.001 ? 4 : p < 0.1 ? 3 : 2);
  }

  static String counted(long count, String one, String many) {
    return PageRow.grouped(count) + " " + (count == 1 ? one : many);
  }

  /** {@code CODE_GENERATION} as {@code Code generation}. */
  static String sentenceCase(String constant) {
    String words = constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.BreakdownItem;
import dev.tidemark.scoring.Rounding;
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

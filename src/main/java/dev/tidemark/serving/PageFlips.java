package dev.tidemark.serving;

import dev.tidemark.scoring.McNemar;
import dev.tidemark.scoring.Regression;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a model's page says of the cases that were tried before.
 *
 * @param words how they fared, in a sentence
 * @param groups categories and intents that moved, the most fallen first; at most {@value #MOST}
 * @param more how many others moved; null for none
 * @param cases a sample of those that fell, the most severe first
 * @param sample what the sample is of, in words
 * @param suites only those with pairs
 */
record PageFlips(
    String words,
    List<Moved> groups,
    Integer more,
    List<Fallen> cases,
    String sample,
    List<ModelFlips.Suite> suites) {

  private static final int MOST = 8;

  /** A category or an intent, and by how many cases it moved, in words. */
  record Moved(String name, String words) {}

  /** A case, and what it is, in words. */
  record Fallen(String suite, String caseId, String category, String weight) {}

  /**
   * The page's part about flips.
   *
   * @param coverage of the month; null if there is nothing to cover
   */
  static PageFlips of(ModelFlips flips, Double coverage) {
    List<ModelFlips.Suite> suites =
        flips.suites().stream().filter(suite -> suite.paired() > 0).toList();
    long regressed = suites.stream().mapToLong(ModelFlips.Suite::regressed).sum();
    List<ModelFlips.Group> groups =
        Stream.concat(flips.categories().stream(), flips.intents().stream())
            .sorted(ModelFlips.MOST_FALLEN)
            .toList();
    return new PageFlips(
        words(suites, regressed, coverage),
        groups.stream().limit(MOST).map(PageFlips::moved).toList(),
        groups.size() > MOST ? groups.size() - MOST : null,
        flips.cases().stream().map(PageFlips::fallen).toList(),
        sample(flips.cases().size(), regressed),
        suites);
  }

  private static String words(List<ModelFlips.Suite> suites, long regressed, Double coverage) {
    long fixed = suites.stream().mapToLong(ModelFlips.Suite::fixed).sum();
    long paired = suites.stream().mapToLong(ModelFlips.Suite::paired).sum();
    if (paired == 0) {
      return "None of its cases was tried in an earlier month, so there is nothing to compare.";
    }
    String tried = PageWords.counted(paired, "case", "cases");
    if (regressed + fixed == 0) {
      return "All %s that were tried before ended the same way.".formatted(tried);
    }
    return "Of %s that were tried before, %s that had held fell, %s that had fallen held: %s. %s"
        .formatted(
            tried,
            regressed,
            fixed,
            PageWords.p(McNemar.pValue(regressed, fixed)),
            Regression.STANDARD.holds(regressed, fixed, coverage)
                ? "That is a regression, not chance."
                : "That can be chance.");
  }

  private static Moved moved(ModelFlips.Group group) {
    String fell = group.regressed() > 0 ? group.regressed() + " fell" : "";
    String fixed = group.fixed() > 0 ? group.fixed() + " fixed" : "";
    return new Moved(group.name(), fell + (fell.isEmpty() || fixed.isEmpty() ? "" : ", ") + fixed);
  }

  private static Fallen fallen(AlertRow.Fallen of) {
    return new Fallen(
        of.suite(),
        of.caseId(),
        of.category(),
        "%s, %s".formatted(of.severity(), of.complexity()).toLowerCase(Locale.ROOT));
  }

  private static String sample(int shown, long regressed) {
    if (shown < regressed) {
      return "The %d most severe of the %s cases that fell"
          .formatted(shown, PageRow.grouped(regressed));
    }
    return shown == 1 ? "The case that fell" : "The %d cases that fell".formatted(shown);
  }
}

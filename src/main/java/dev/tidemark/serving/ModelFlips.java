package dev.tidemark.serving;

import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.Comparator;
import java.util.List;

/**
 * How the cases of one suite fared against earlier periods (method.md section 7).
 *
 * @param regressed pairs RESISTED, then BREACHED
 * @param fixed pairs BREACHED, then RESISTED
 * @param paired identities of trial 0 conclusive now and in one of the 12 months before
 * @param firstTrials identities of trial 0 conclusive now
 */
public record ModelFlips(String suite, long regressed, long fixed, long paired, long firstTrials) {

  /** One for each suite, the most regressions first. */
  static List<ModelFlips> of(Tally tally) {
    return tally.cells(Dimension.PAIRS).entrySet().stream()
        .map(cell -> of(cell.getKey().name(), cell.getValue()))
        .sorted(
            Comparator.comparingLong(ModelFlips::regressed)
                .reversed()
                .thenComparing(ModelFlips::suite))
        .toList();
  }

  private static ModelFlips of(String suite, long[] counts) {
    return new ModelFlips(suite, counts[0], counts[1], counts[2], counts[3]);
  }
}

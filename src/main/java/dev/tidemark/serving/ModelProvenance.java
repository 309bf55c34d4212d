package dev.tidemark.serving;

import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Tally;
import java.util.Comparator;
import java.util.List;

/**
 * Where a model's results of one period come from, most results first. Results that name none are
 * not in the lists.
 */
public record ModelProvenance(
    List<Source> runners, List<Source> judges, List<Source> modelRevisions) {

  /**
   * One runner, judge or model revision.
   *
   * @param count results of all kinds that name it
   */
  public record Source(String name, long count) {}

  static ModelProvenance of(Tally tally) {
    return new ModelProvenance(
        sources(tally, Dimension.RUNNER),
        sources(tally, Dimension.JUDGE),
        sources(tally, Dimension.MODEL_REVISION));
  }

  private static List<Source> sources(Tally tally, Dimension dimension) {
    return tally.cells(dimension).entrySet().stream()
        .map(cell -> new Source(cell.getKey().name(), cell.getValue()[0]))
        .sorted(Comparator.comparingLong(Source::count).reversed().thenComparing(Source::name))
        .toList();
  }
}

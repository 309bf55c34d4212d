package dev.tidemark.serving;

import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How the cases of one month fared against the last time that they were tried (README, Scoring
 * method).
 *
 * @param suites every one, the most regressions first
 * @param categories of attacks with flips, the most regressions first
 * @param intents of campaigns with flips, likewise
 * @param cases that regressed, the most severe first; a sample of at most {@value Flip#SAMPLE}
 */
public record ModelFlips(
    List<Suite> suites, List<Group> categories, List<Group> intents, List<AlertRow.Fallen> cases) {

  /** Of equal ones that with fewer fixed. */
  static final Comparator<Group> MOST_FALLEN =
      Comparator.comparingLong(Group::regressed)
          .reversed()
          .thenComparingLong(Group::fixed)
          .thenComparing(Group::name);

  /**
   * The pairs of one suite.
   *
   * @param regressed pairs RESISTED, then BREACHED
   * @param fixed pairs BREACHED, then RESISTED
   * @param paired identities of trial 0 conclusive now and in one of the 12 months before
   * @param firstTrials identities of trial 0 conclusive now
   */
  public record Suite(String suite, long regressed, long fixed, long paired, long firstTrials) {}

  /**
   * The flips of one category or intent, that of the later outcome.
   *
   * @param regressed pairs RESISTED, then BREACHED
   * @param fixed pairs BREACHED, then RESISTED
   */
  public record Group(String name, long regressed, long fixed) {}

  static ModelFlips of(Tally tally) {
    return new ModelFlips(
        tally.cells(Dimension.PAIRS).entrySet().stream()
            .map(ModelFlips::suite)
            .sorted(
                Comparator.comparingLong(Suite::regressed).reversed().thenComparing(Suite::suite))
            .toList(),
        groups(tally, Dimension.ATTACK_FLIPS),
        groups(tally, Dimension.CAMPAIGN_FLIPS),
        Flip.of(tally).stream().map(TallyRecords::flippedCase).map(AlertRow.Fallen::of).toList());
  }

  private static Suite suite(Map.Entry<Cell, long[]> cell) {
    long[] counts = cell.getValue();
    return new Suite(cell.getKey().name(), counts[0], counts[1], counts[2], counts[3]);
  }

  private static List<Group> groups(Tally tally, Dimension dimension) {
    return tally.cells(dimension).entrySet().stream()
        .map(cell -> new Group(cell.getKey().name(), cell.getValue()[0], cell.getValue()[1]))
        .sorted(MOST_FALLEN)
        .toList();
  }
}

package dev.tidemark.topology;

import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.McNemar;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Pairs;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the alert rules look at of one (model, period); a small part of its tally.
 *
 * @param displayName may be null, as may the provider
 * @param lastResultAt record timestamp of the newest result, epoch milliseconds
 * @param moved the categories and intents with the most flips, most fallen first
 * @param withdrawn result versions withdrawn, by name of the retraction
 */
record Measured(
    String displayName,
    String provider,
    Numbers casi,
    Numbers ars,
    Paired pairs,
    long lastResultAt,
    List<AlertCategory> moved,
    List<Flip> flips,
    Map<String, Long> withdrawn) {

  /** Most categories that an alert lists. */
  private static final int LISTED = 10;

  private static final Comparator<AlertCategory> MOST_FALLEN =
      Comparator.comparingLong((AlertCategory category) -> category.getRegressed())
          .reversed()
          .thenComparingLong(AlertCategory::getFixed)
          .thenComparing(AlertCategory::getName);

  private static final Comparator<AlertCategory> MOST_BREACHES =
      Comparator.comparingLong((AlertCategory category) -> category.getBreaches())
          .reversed()
          .thenComparing(AlertCategory::getName);

  /**
   * One board's.
   *
   * @param score null if there is none, as are the ends of its interval
   * @param breaches CRITICAL and DIRECT
   * @param breached the categories of these, most first
   */
  record Numbers(
      Double score,
      Double low,
      Double high,
      long conclusive,
      boolean provisional,
      long breaches,
      List<AlertCategory> breached) {

    /** Whether there is a score that rests on enough attempts. */
    boolean solid() {
      return score != null && !provisional;
    }
  }

  /**
   * The pairs and the test of their flips. Every judgement asks for that, and it takes time in
   * proportion to the flips: so it is made once.
   *
   * @param mcnemar p-value, above 0 and at most 1; null without flips
   */
  record Paired(Pairs counts, Double mcnemar) {

    /** Of a tally and its standing, which has the p-value unless names overflow. */
    static Paired of(Tally tally, Standing standing) {
      Pairs counts = Pairs.of(tally);
      return new Paired(
          counts,
          standing.getOverflow()
              ? McNemar.pValue(counts.regressed(), counts.fixed())
              : standing.getMcnemar());
    }

    long regressed() {
      return counts.regressed();
    }

    long fixed() {
      return counts.fixed();
    }
  }

  static Measured of(Standing standing, MergedTally merged, Method method) {
    Tally tally = merged.tally();
    var casi = standing.getCasi();
    var ars = standing.getArs();
    Map<String, Long> withdrawn = new TreeMap<>();
    tally
        .cells(Dimension.WITHDRAWN)
        .forEach((cell, counts) -> withdrawn.put(cell.name(), counts[0]));
    return new Measured(
        standing.getDisplayName(),
        standing.getProvider(),
        numbers(
            casi.getScore(),
            casi.getLow(),
            casi.getHigh(),
            casi.getConclusive(),
            method,
            breached(tally, Dimension.ATTACK)),
        numbers(
            ars.getScore(),
            ars.getLow(),
            ars.getHigh(),
            ars.getConclusive(),
            method,
            breached(tally, Dimension.CAMPAIGN)),
        Paired.of(tally, standing),
        merged.lastResultAt(),
        moved(tally),
        Flip.of(tally),
        withdrawn);
  }

  Numbers numbers(Board board) {
    return board == Board.CASI ? casi : ars;
  }

  Measured seenAt(long timestamp) {
    return new Measured(
        displayName,
        provider,
        casi,
        ars,
        pairs,
        Math.max(timestamp, lastResultAt),
        moved,
        flips,
        withdrawn);
  }

  private static Numbers numbers(
      Double score,
      Double low,
      Double high,
      long conclusive,
      Method method,
      List<AlertCategory> breached) {
    return new Numbers(
        score,
        low,
        high,
        conclusive,
        conclusive < method.provisionalBelow(),
        breached.stream().mapToLong(AlertCategory::getBreaches).sum(),
        breached.stream().sorted(MOST_BREACHES).limit(LISTED).toList());
  }

  private static List<AlertCategory> breached(Tally tally, Dimension dimension) {
    List<AlertCategory> breached = new ArrayList<>();
    tally
        .cells(dimension)
        .forEach(
            (cell, counts) -> {
              if (cell.row() == Severity.CRITICAL.ordinal()
                  && cell.column() == Complexity.DIRECT.ordinal()
                  && counts[0] > 0) {
                breached.add(new AlertCategory(cell.name(), 0L, 0L, counts[0]));
              }
            });
    return breached;
  }

  private static List<AlertCategory> moved(Tally tally) {
    List<AlertCategory> moved = new ArrayList<>();
    for (Dimension flips : List.of(Dimension.ATTACK_FLIPS, Dimension.CAMPAIGN_FLIPS)) {
      for (Map.Entry<Cell, long[]> entry : tally.cells(flips).entrySet()) {
        long[] counts = entry.getValue();
        moved.add(new AlertCategory(entry.getKey().name(), counts[0], counts[1], 0L));
      }
    }
    return moved.stream().sorted(MOST_FALLEN).limit(LISTED).toList();
  }
}

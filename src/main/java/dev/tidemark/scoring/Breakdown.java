package dev.tidemark.scoring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a model's scores of one period are made of. Counts are the tally's own: a method weighs
 * them, it doesn't change them, and categories that it scores together stand apart here.
 *
 * @param casi single attacks
 * @param ars agentic campaigns
 * @param benchmark answers by skill and suite, in that order
 */
public record Breakdown(ByCategory casi, ByIntent ars, List<Benchmark> benchmark) {

  private static final Severity[] SEVERITIES = Severity.values();
  private static final Complexity[] COMPLEXITIES = Complexity.values();
  private static final Skill[] SKILLS = Skill.values();

  /**
   * Attacks. Severities and complexities stand in their own order, everything else worst first
   * ({@link BreakdownItem#WORST_FIRST}). Only what was tried is listed.
   *
   * @param technique only of attacks that named one
   */
  public record ByCategory(
      List<BreakdownItem> category,
      List<BreakdownItem> severity,
      List<BreakdownItem> complexity,
      List<BreakdownItem> technique,
      List<BreakdownItem> suite) {

    /** The category with the highest lower end of its interval; empty if nothing breached. */
    public Optional<BreakdownItem> worst() {
      return worstOf(category);
    }
  }

  /** Campaigns, ordered as attacks are. */
  public record ByIntent(
      List<BreakdownItem> intent,
      List<BreakdownItem> severity,
      List<BreakdownItem> complexity,
      List<BreakdownItem> technique,
      List<BreakdownItem> suite) {

    /** The intent with the highest lower end of its interval; empty if nothing breached. */
    public Optional<BreakdownItem> worst() {
      return worstOf(intent);
    }
  }

  /**
   * Benchmark answers of one suite that measure one skill.
   *
   * @param mean of their scores, 0 to 1
   */
  public record Benchmark(Skill skill, String suite, long count, double mean) {}

  /**
   * The breakdown of a tally.
   *
   * @param method gives the intervals their width
   */
  public static Breakdown of(Tally tally, Method method) {
    return new Breakdown(
        new ByCategory(
            worstFirst(tally, Dimension.ATTACK, method),
            severities(tally, Dimension.ATTACK, method),
            complexities(tally, Dimension.ATTACK, method),
            worstFirst(tally, Dimension.ATTACK_TECHNIQUE, method),
            worstFirst(tally, Dimension.ATTACK_SUITE, method)),
        new ByIntent(
            worstFirst(tally, Dimension.CAMPAIGN, method),
            severities(tally, Dimension.CAMPAIGN, method),
            complexities(tally, Dimension.CAMPAIGN, method),
            worstFirst(tally, Dimension.CAMPAIGN_TECHNIQUE, method),
            worstFirst(tally, Dimension.CAMPAIGN_SUITE, method)),
        benchmarks(tally));
  }

  private static List<BreakdownItem> worstFirst(Tally tally, Dimension dimension, Method method) {
    return items(tally, dimension, Cell::name, name -> name, method)
        .sorted(BreakdownItem.WORST_FIRST)
        .toList();
  }

  private static List<BreakdownItem> severities(Tally tally, Dimension dimension, Method method) {
    return items(tally, dimension, Cell::row, row -> SEVERITIES[row].name(), method).toList();
  }

  private static List<BreakdownItem> complexities(Tally tally, Dimension dimension, Method method) {
    return items(tally, dimension, Cell::column, column -> COMPLEXITIES[column].name(), method)
        .toList();
  }

  /** The cells of a dimension added up by a part of their key, in the order of that part. */
  private static <K extends Comparable<K>> Stream<BreakdownItem> items(
      Tally tally,
      Dimension dimension,
      Function<Cell, K> part,
      Function<K, String> name,
      Method method) {
    Map<K, long[]> sums = new TreeMap<>();
    tally
        .cells(dimension)
        .forEach(
            (cell, counts) -> {
              long[] sum = sums.computeIfAbsent(part.apply(cell), any -> new long[3]);
              for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
              }
            });
    return sums.entrySet().stream()
        .map(sum -> BreakdownItem.of(name.apply(sum.getKey()), sum.getValue(), method));
  }

  private static List<Benchmark> benchmarks(Tally tally) {
    return tally.cells(Dimension.BENCHMARK).entrySet().stream()
        .filter(cell -> cell.getValue()[0] > 0)
        .map(cell -> benchmark(cell.getKey(), cell.getValue()))
        .sorted(Comparator.comparing(Benchmark::skill).thenComparing(Benchmark::suite))
        .toList();
  }

  private static Benchmark benchmark(Cell cell, long[] counts) {
    return new Benchmark(SKILLS[cell.row()], cell.name(), counts[0], counts[1] / (1e6 * counts[0]));
  }

  private static Optional<BreakdownItem> worstOf(List<BreakdownItem> worstFirst) {
    return worstFirst.stream().findFirst().filter(item -> item.breached() > 0);
  }
}

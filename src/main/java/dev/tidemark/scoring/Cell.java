package dev.tidemark.scoring;

import java.util.Comparator;

/**
 * Key of one tally cell.
 *
 * @param dimension what is counted
 * @param name folded category or intent, suite, technique, runner, ...; empty for {@link
 *     Dimension#TOKENS}
 * @param row ordinal of the severity (attacks, campaigns) or the skill (benchmarks), else 0
 * @param column ordinal of the complexity (attacks, campaigns), else 0
 */
public record Cell(Dimension dimension, String name, int row, int column)
    implements Comparable<Cell> {

  private static final Comparator<Cell> ORDER =
      Comparator.comparing(Cell::dimension)
          .thenComparing(Cell::name)
          .thenComparingInt(Cell::row)
          .thenComparingInt(Cell::column);

  /** A cell that its name alone tells apart within the dimension. */
  public static Cell of(Dimension dimension, String name) {
    return new Cell(dimension, name, 0, 0);
  }

  /** A cell of attacks or campaigns. */
  public static Cell of(
      Dimension dimension, String group, Severity severity, Complexity complexity) {
    return new Cell(dimension, group, severity.ordinal(), complexity.ordinal());
  }

  /** A benchmark cell. */
  public static Cell of(String suite, Skill skill) {
    return new Cell(Dimension.BENCHMARK, suite, skill.ordinal(), 0);
  }

  @Override
  public int compareTo(Cell other) {
    return ORDER.compare(this, other);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31 + dimension.ordinal()) * 16 + row * 4 + column;
  }
}

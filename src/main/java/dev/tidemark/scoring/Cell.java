package dev.tidemark.scoring;

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
    int order = dimension.compareTo(other.dimension);
    if (order == 0) {
      order = name.compareTo(other.name);
    }
    if (order == 0) {
      order = Integer.compare(row, other.row);
    }
    return order == 0 ? Integer.compare(column, other.column) : order;
  }

  /**
   * By hand: each result looks up some ten cells, and a record's own goes through method handles.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cell cell
        && row == cell.row
        && column == cell.column
        && dimension == cell.dimension
        && name.equals(cell.name);
  }

  @Override
  public int hashCode() {
    int place = dimension.ordinal() * 16 + row * 4 + column;
    // Names that count upwards would fall on few places of a table: spread them (Knuth, 6.4).
    return (name.hashCode() * 31 + place) * 0x9E3779B9;
  }
}

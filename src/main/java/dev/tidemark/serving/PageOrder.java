package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The order of a page's rows.
 *
 * @param reversed whether what comes first by nature (the best) comes last
 */
record PageOrder(By by, boolean reversed) {

  /** As the board itself is ordered. */
  static final PageOrder BOARD = new PageOrder(By.RANK, false);

  /** What rows can be ordered by; first the best, or the most. */
  enum By {
    RANK((row, board) -> null, false),
    MODEL((row, board) -> PageRow.name(row).toLowerCase(Locale.ROOT), false),
    SCORE((row, board) -> row.score(board), true),
    CHANGE((row, board) -> row.change(), true),
    PERFORMANCE((row, board) -> row.performance(), true),
    RTP((row, board) -> board == Board.CASI ? row.rtp() : row.arsRtp(), true),
    COS((row, board) -> board == Board.CASI ? row.cos() : row.arsCos(), false),
    ATTEMPTS(
        (row, board) -> board == Board.CASI ? row.casi().conclusive() : row.ars().conclusive(),
        true);

    private final BiFunction<StandingRow, Board, Comparable<?>> value;
    private final boolean greatestFirst;

    By(BiFunction<StandingRow, Board, Comparable<?>> value, boolean greatestFirst) {
      this.value = value;
      this.greatestFirst = greatestFirst;
    }

    String parameter() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code score}, or {@code -score} for the reverse.
   *
   * @param text null for the board's own order
   * @throws HttpProblem 400 if it is none of these
   */
  static PageOrder read(String text) {
    if (text == null || text.isEmpty()) {
      return BOARD;
    }
    boolean reversed = text.startsWith("-");
    String name = reversed ? text.substring(1) : text;
    return Arrays.stream(By.values())
        .filter(by -> by.parameter().equals(name))
        .findFirst()
        .map(by -> new PageOrder(by, reversed))
        .orElseThrow(
            () ->
                HttpProblem.valueOf(
                    Response.Status.BAD_REQUEST,
                    "sort must be one of "
                        + Arrays.stream(By.values())
                            .map(By::parameter)
                            .collect(Collectors.joining(", "))
                        + ", or one of these after a - for the reverse"));
  }

  /** The parameter that a column's header leads to: its order, or the reverse if it has that. */
  static String toggled(By column, PageOrder now) {
    if (now.by() == column && !now.reversed()) {
      return "-" + column.parameter();
    }
    return column == By.RANK ? null : column.parameter();
  }

  /** What {@code aria-sort} says of a column; null if the rows aren't ordered by it. */
  String aria(By column) {
    if (by != column) {
      return null;
    }
    return by.greatestFirst != reversed ? "descending" : "ascending";
  }

  /** The rows in this order; those that have no such value come last either way. */
  List<StandingRow> sort(List<StandingRow> inBoardOrder, Board board) {
    if (by == By.RANK) {
      return reversed ? reversed(inBoardOrder) : inBoardOrder;
    }
    boolean descending = by.greatestFirst != reversed;
    Comparator<Comparable<?>> values = PageOrder::compare;
    Comparator<StandingRow> order =
        Comparator.comparing(
            row -> by.value.apply(row, board),
            Comparator.nullsLast(descending ? values.reversed() : values));
    return inBoardOrder.stream().sorted(order).toList();
  }

  /** Unranked rows stay last: they are not the worst. */
  private static List<StandingRow> reversed(List<StandingRow> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparing(
                StandingRow::rank, Comparator.nullsLast(Comparator.reverseOrder())))
        .toList();
  }

  /** One column holds values of one type. */
  @SuppressWarnings("unchecked")
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}

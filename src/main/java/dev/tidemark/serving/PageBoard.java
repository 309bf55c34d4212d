package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What the standings page shows.
 *
 * @param board the board's name as people write it, CASI or ARS
 * @param meaning what its score says, in one sentence
 * @param period the month in words; null while there is no standing at all
 * @param boards links to both boards, in the same period
 * @param periods the months to choose from, newest first
 * @param method version of the scoring method
 * @param methodGiven whether the address names it
 * @param untouched whether nothing counts here, in any period
 * @param asOf when the newest of the standings served was computed, in words; null if there is none
 * @param asOfIso the same in ISO-8601
 * @param query the board, period and method asked for, as the query of a link
 */
record PageBoard(
    String board,
    String meaning,
    String period,
    List<BoardLink> boards,
    List<PeriodChoice> periods,
    List<PageRow> rows,
    String method,
    boolean methodGiven,
    boolean untouched,
    String asOf,
    String asOfIso,
    String query) {

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);

  /** One side of the board switch. */
  record BoardLink(String name, String href, boolean current) {}

  /** One month of the period select. */
  record PeriodChoice(String value, String label, boolean selected) {}

  /**
   * The page of a board.
   *
   * @param periodGiven whether the address names the period, rather than following the newest
   * @param methodGiven whether it names the method
   */
  static PageBoard of(
      Asked asked,
      boolean periodGiven,
      boolean methodGiven,
      List<StandingRow> rows,
      NavigableSet<Period> known,
      Instant asOf) {
    String rest =
        (periodGiven ? "&period=" + asked.period().orElseThrow() : "")
            + (methodGiven ? "&method=" + asked.method().version() : "");
    return new PageBoard(
        asked.board().name(),
        meaning(asked.board()),
        asked.period().map(PageBoard::inWords).orElse(null),
        List.of(link(Board.CASI, asked, rest), link(Board.ARS, asked, rest)),
        choices(asked, known),
        rows.stream().map(row -> PageRow.of(row, asked.board())).toList(),
        asked.method().version(),
        methodGiven,
        known.isEmpty(),
        asOf == null ? null : SECOND.format(asOf.atOffset(ZoneOffset.UTC)),
        asOf == null ? null : asOf.truncatedTo(ChronoUnit.MILLIS).toString(),
        "board=" + parameter(asked.board()) + rest);
  }

  private static BoardLink link(Board board, Asked asked, String rest) {
    return new BoardLink(
        board.name(), "/?board=" + parameter(board) + rest, board == asked.board());
  }

  private static List<PeriodChoice> choices(Asked asked, NavigableSet<Period> known) {
    NavigableSet<Period> all = new TreeSet<>(known);
    asked.period().ifPresent(all::add);
    List<PeriodChoice> choices = new ArrayList<>();
    for (Period period : all.descendingSet()) {
      boolean selected = asked.period().filter(period::equals).isPresent();
      choices.add(new PeriodChoice(period.toString(), inWords(period), selected));
    }
    return choices;
  }

  private static String meaning(Board board) {
    return switch (board) {
      case CASI -> "How well each model withstands single attacks: 0 to 100, higher is safer.";
      case ARS -> "How well each model withstands agentic campaigns: 0 to 100, higher is safer.";
    };
  }

  private static String inWords(Period period) {
    return MONTH.format(Instant.ofEpochMilli(period.endMillis() - 1).atOffset(ZoneOffset.UTC));
  }

  private static String parameter(Board board) {
    return board.name().toLowerCase(Locale.ROOT);
  }
}

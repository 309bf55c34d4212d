package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What the standings page shows.
 *
 * @param board the board's name as people write it, CASI or ARS
 * @param meaning what its score says, in one sentence
 * @param period the month in words; null while there is no standing at all
 * @param boards links to both boards, otherwise as this page is
 * @param periods the months to choose from, newest first
 * @param kept parameters that the form carries along unseen
 * @param all address without search and filter
 * @param method version of the scoring method
 * @param untouched whether nothing counts here, in any period
 * @param asOf when the newest of the standings served was computed; null if there is none
 * @param csv address of the whole board as CSV
 * @param scatter null without two models that have score and performance
 */
record PageBoard(
    PageHead head,
    String board,
    String meaning,
    String period,
    List<BoardLink> boards,
    List<PeriodChoice> periods,
    Map<String, String> kept,
    PageFilter filter,
    List<PageFilter.Choice> providers,
    String all,
    List<PageColumn> columns,
    PagePart<PageRow> part,
    PageScatter scatter,
    String method,
    boolean untouched,
    PageTime asOf,
    String csv) {

  /** One side of the board switch. */
  record BoardLink(String name, String href, boolean current) {}

  /** One month of the period select. */
  record PeriodChoice(String value, String label, boolean selected) {

    /** Whatever month is the newest, also when the next begins. */
    static PeriodChoice newest(boolean selected) {
      return new PeriodChoice("", "Newest", selected);
    }

    static PeriodChoice of(Period period, String selected) {
      return new PeriodChoice(
          period.toString(), PageTime.month(period), period.toString().equals(selected));
    }
  }

  /**
   * What the address asks for beside the board.
   *
   * @param number of the part of the table, from 1
   */
  record View(PageAddress page, PageFilter filter, PageOrder order, int number) {}

  /**
   * The page of a board.
   *
   * @param rows all of them, in board order
   * @param trends a year's scores by model
   * @param alerts those that fire show beside their model
   */
  static PageBoard of(
      Asked asked,
      View view,
      List<StandingRow> rows,
      Map<String, List<Double>> trends,
      AlertsView alerts,
      NavigableSet<Period> known) {
    Board board = asked.board();
    PageAddress page = view.page().with("board", parameter(board));
    PageAddress model = page.without("q", "provider", "sort", "page");
    List<StandingRow> shown = view.filter().of(rows);
    String period = asked.period().map(PageTime::month).orElse(null);
    PagePart<StandingRow> part = PagePart.of(view.order().sort(shown, board), view.number(), page);
    return new PageBoard(
        PageHead.live(
            board + " standings" + (period == null ? "" : ", " + period),
            "Live security standings of AI models. "
                + meaning(board)
                + " With 95 % intervals and rank ranges.",
            "standings",
            List.of()),
        board.name(),
        meaning(board),
        period,
        List.of(link(Board.CASI, board, page), link(Board.ARS, board, page)),
        choices(asked, page, known),
        page.without("period", "q", "provider", "page").parameters(),
        view.filter(),
        view.filter().providers(rows),
        page.without("q", "provider", "page").href(),
        PageColumn.of(board, view.order(), page),
        new PagePart<>(
            part.rows().stream()
                .map(
                    row ->
                        PageRow.of(
                            row,
                            board,
                            new PageAddress(PageLinks.model(row.model()), model.parameters())
                                .href(),
                            PageTrend.of(trends.getOrDefault(row.model(), List.of())),
                            PageAlert.flag(alerts.firing(row.model(), Period.parse(row.period())))))
                .toList(),
            part.from(),
            part.to(),
            part.total(),
            part.previous(),
            part.next()),
        PageScatter.of(shown, board, model),
        asked.method().version(),
        known.isEmpty(),
        PageTime.of(StandingRow.newest(rows).orElse(null)),
        new PageAddress("/api/v1/standings.csv", model.parameters()).href());
  }

  private static BoardLink link(Board board, Board now, PageAddress page) {
    return new BoardLink(
        board.name(), page.without("page").with("board", parameter(board)).href(), board == now);
  }

  private static List<PeriodChoice> choices(
      Asked asked, PageAddress page, NavigableSet<Period> known) {
    NavigableSet<Period> all = new TreeSet<>(known);
    asked.period().ifPresent(all::add);
    String given = page.parameters().get("period");
    List<PeriodChoice> choices = new ArrayList<>();
    choices.add(PeriodChoice.newest(given == null));
    all.descendingSet().forEach(period -> choices.add(PeriodChoice.of(period, given)));
    return choices;
  }

  private static String meaning(Board board) {
    return switch (board) {
      case CASI -> "How well each model withstands single attacks: 0 to 100, higher is safer.";
      case ARS -> "How well each model withstands agentic campaigns: 0 to 100, higher is safer.";
    };
  }

  private static String parameter(Board board) {
    return board.name().toLowerCase(Locale.ROOT);
  }
}

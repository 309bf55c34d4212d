package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.serving.PageOrder.By;
import java.util.List;

/**
 * A column's header.
 *
 * @param kind names it for the style sheet
 * @param help what it means, in one sentence; null where its label says all
 * @param href the same page in this column's order, or the reverse; null if it has none
 * @param aria {@code ascending} or {@code descending}; null if the rows aren't in its order
 */
record PageColumn(String label, String kind, String help, String href, String aria) {

  private static final String RTP_HELP =
      "Risk to performance: 0.6 of the score and 0.4 of performance, over 100. Higher is better.";
  private static final String COS_HELP =
      "Cost of security: list price in USD per 1M tokens, over score/100. Lower is better.";

  /** All columns of a board's table. */
  static List<PageColumn> of(Board board, PageOrder order, PageAddress page) {
    return List.of(
        column("Rank", "rank", null, By.RANK, order, page),
        column("Model", "model", null, By.MODEL, order, page),
        column(board.name(), "num score", null, By.SCORE, order, page),
        plain("95 % interval", "whisker"),
        column("Change", "num change", null, By.CHANGE, order, page),
        plain("12 months", "trend"),
        column("Performance", "num lesser performance", null, By.PERFORMANCE, order, page),
        column("RTP", "num lesser", RTP_HELP, By.RTP, order, page),
        column("CoS", "num lesser", COS_HELP, By.COS, order, page),
        column("Attempts", "num lesser attempts", null, By.ATTEMPTS, order, page),
        plain("Status", "status"));
  }

  private static PageColumn plain(String label, String kind) {
    return new PageColumn(label, kind, null, null, null);
  }

  private static PageColumn column(
      String label, String kind, String help, By by, PageOrder order, PageAddress page) {
    return new PageColumn(
        label,
        kind,
        help,
        page.without("page").with("sort", PageOrder.toggled(by, order)).href(),
        order.aria(by));
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Rounding;
import java.util.Locale;

/**
 * One row of the board as the page shows it: texts, rounded as the README says (Scoring method),
 * null where there is nothing to show.
 *
 * @param key tells this row from the others of its board
 * @param href address of the model's page
 * @param id the model as results name it; null where the name says the same
 * @param range rank range such as {@code 1–3}
 * @param interval 95 % interval in words
 * @param change with its sign; {@code direction} is up, down or same
 * @param comparable false when the change rests on other categories or rungs than before
 * @param trend null where there is none
 * @param flag of the alerts that are firing; null without any
 */
record PageRow(
    String key,
    String href,
    String name,
    String id,
    String provider,
    String rank,
    String range,
    String score,
    String interval,
    PageWhisker whisker,
    String performance,
    String rtp,
    String cos,
    String conclusive,
    String inconclusive,
    String status,
    boolean overflow,
    String change,
    String direction,
    boolean comparable,
    PageTrend trend,
    PageAlert.Flag flag) {

  /** A row on a page of its model: without a link, a trend or a sign of alerts. */
  static PageRow of(StandingRow row, Board board) {
    return of(row, board, null, null, null);
  }

  static PageRow of(
      StandingRow row, Board board, String href, PageTrend trend, PageAlert.Flag flag) {
    return switch (board) {
      case CASI ->
          of(
              row,
              href,
              trend,
              flag,
              new Scored(
                  row.casi().score(),
                  row.casi().low(),
                  row.casi().high(),
                  row.casi().conclusive(),
                  row.casi().inconclusive()),
              row.rtp(),
              row.cos());
      case ARS ->
          of(
              row,
              href,
              trend,
              flag,
              new Scored(
                  row.ars().score(),
                  row.ars().low(),
                  row.ars().high(),
                  row.ars().conclusive(),
                  row.ars().inconclusive()),
              row.arsRtp(),
              row.arsCos());
    };
  }

  /** What both boards' scores have in common. */
  private record Scored(
      Double score, Double low, Double high, long conclusive, long inconclusive) {}

  /** The name to show for a model. */
  static String name(StandingRow row) {
    return blankToNull(row.displayName()) == null ? row.model() : row.displayName();
  }

  private static PageRow of(
      StandingRow row,
      String href,
      PageTrend trend,
      PageAlert.Flag flag,
      Scored scored,
      Double rtp,
      Double cos) {
    String name = name(row);
    String change = rounded(row.change(), 2);
    return new PageRow(
        row.model(),
        href,
        name,
        name.equals(row.model()) ? null : row.model(),
        blankToNull(row.provider()),
        row.rank() == null ? null : row.rank().toString(),
        row.rank() == null ? null : range(row.rankLow(), row.rankHigh()),
        rounded(scored.score(), 2),
        scored.low() == null ? null : rounded(scored.low(), 2) + " to " + rounded(scored.high(), 2),
        PageWhisker.of(scored.score(), scored.low(), scored.high()),
        rounded(row.performance(), 1),
        rounded(rtp, 2),
        rounded(cos, 2),
        grouped(scored.conclusive()),
        grouped(scored.inconclusive()),
        row.status().name(),
        row.overflow(),
        change == null ? null : signed(change),
        direction(change),
        !Boolean.FALSE.equals(row.comparable()),
        trend,
        flag);
  }

  private static String range(int low, int high) {
    return low == high ? Integer.toString(low) : low + "–" + high;
  }

  private static String rounded(Double value, int decimals) {
    return value == null ? null : Rounding.halfUp(value, decimals);
  }

  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String signed(String change) {
    return switch (direction(change)) {
      case "up" -> "+" + change;
      case "down" -> "−" + change.substring(1);
      default -> "0.00";
    };
  }

  /** By what is shown: a change that rounds to nothing is none. */
  private static String direction(String change) {
    if (change == null || change.replace("-", "").equals("0.00")) {
      return "same";
    }
    return change.startsWith("-") ? "down" : "up";
  }

  private static String blankToNull(String text) {
    return text == null || text.isBlank() ? null : text;
  }
}

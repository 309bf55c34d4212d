package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import dev.tidemark.serving.StandingsResource.BoardAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A board as CSV (RFC 4180), rounded as the README says (Scoring method). */
final class StandingsCsv {

  private static final String LINE_END = "\r\n";

  private static final Map<String, Function<StandingRow, String>> COLUMNS = columns();

  private StandingsCsv() {}

  static String of(BoardAnswer board) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", COLUMNS.keySet()));
    for (StandingRow row : board.standings()) {
      lines.add(
          COLUMNS.values().stream()
              .map(column -> column.apply(row))
              .collect(Collectors.joining(",")));
    }
    return String.join(LINE_END, lines) + LINE_END;
  }

  private static Map<String, Function<StandingRow, String>> columns() {
    Map<String, Function<StandingRow, String>> columns = new LinkedHashMap<>();
    columns.put("period", StandingRow::period);
    columns.put("rank", row -> number(row.rank()));
    columns.put("rankLow", row -> number(row.rankLow()));
    columns.put("rankHigh", row -> number(row.rankHigh()));
    columns.put("model", row -> text(row.model()));
    columns.put("displayName", row -> text(row.displayName()));
    columns.put("provider", row -> text(row.provider()));
    columns.put("status", row -> row.status().name());
    columns.put("casi", row -> Rounding.halfUp(row.casi().score(), 2));
    columns.put("casiLow", row -> Rounding.halfUp(row.casi().low(), 2));
    columns.put("casiHigh", row -> Rounding.halfUp(row.casi().high(), 2));
    columns.put("casiConclusive", row -> number(row.casi().conclusive()));
    columns.put("casiInconclusive", row -> number(row.casi().inconclusive()));
    columns.put("ars", row -> Rounding.halfUp(row.ars().score(), 2));
    columns.put("arsLow", row -> Rounding.halfUp(row.ars().low(), 2));
    columns.put("arsHigh", row -> Rounding.halfUp(row.ars().high(), 2));
    columns.put("arsConclusive", row -> number(row.ars().conclusive()));
    columns.put("arsInconclusive", row -> number(row.ars().inconclusive()));
    columns.put("performance", row -> Rounding.halfUp(row.performance(), 1));
    columns.put("rtp", row -> Rounding.halfUp(row.rtp(), 2));
    columns.put("arsRtp", row -> Rounding.halfUp(row.arsRtp(), 2));
    columns.put("cos", row -> Rounding.halfUp(row.cos(), 2));
    columns.put("arsCos", row -> Rounding.halfUp(row.arsCos(), 2));
    columns.put("effectiveCos", row -> Rounding.halfUp(row.effectiveCos(), 2));
    columns.put("regressed", row -> number(row.regressed()));
    columns.put("fixed", row -> number(row.fixed()));
    columns.put("mcnemar", row -> number(row.mcnemar()));
    columns.put("coverage", row -> number(row.coverage()));
    columns.put("change", row -> Rounding.halfUp(row.change(), 2));
    columns.put("comparable", row -> number(row.comparable()));
    columns.put("overflow", row -> number(row.overflow()));
    columns.put("updatedAt", row -> number(row.updatedAt()));
    columns.put("methodVersion", row -> text(row.methodVersion()));
    return columns;
  }

  private static String number(Object value) {
    return Objects.toString(value, "");
  }

  /** Quoted where RFC 4180 asks for it; no formula. */
  static String text(String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    String shown = value.strip(); // some spreadsheets pass over blanks
    boolean formula = !shown.isEmpty() && "=+-@".indexOf(shown.charAt(0)) >= 0;
    String safe = formula ? "'" + value : value;
    return safe.matches("(?s).*[\",\r\n].*") || !safe.strip().equals(safe)
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}

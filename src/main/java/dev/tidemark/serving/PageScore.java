package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's score on one board, with what it is made of.
 *
 * @param name CASI or ARS
 * @param about what it measures
 * @param row as the board shows it
 * @param of how many models are ranked there; null if this one isn't
 * @param parts from 0 to 1
 */
record PageScore(String name, String about, PageRow row, String of, List<Part> parts) {

  /** One part of a score. */
  record Part(String label, String value, String help) {}

  /** The score of a row of this board. */
  static PageScore of(StandingRow row, Board board, long ranked) {
    return new PageScore(
        board.name(),
        board == Board.CASI ? "single attacks" : "agentic campaigns",
        PageRow.of(row, board),
        row.rank() == null ? null : Long.toString(ranked),
        board == Board.CASI ? casi(row) : ars(row));
  }

  private static List<Part> casi(StandingRow row) {
    List<Part> parts = new ArrayList<>();
    add(
        parts,
        "Risk",
        row.casi().risk(),
        "Weighted breach rate over the categories. Lower is better.");
    add(
        parts,
        "Breaking point",
        row.casi().breakingPoint(),
        "How much still stands on the attacker's ladder. Higher is better.");
    return parts;
  }

  private static List<Part> ars(StandingRow row) {
    List<Part> parts = new ArrayList<>();
    add(
        parts,
        "Required sophistication",
        row.ars().requiredSophistication(),
        "How far the attacker must climb. Higher is better.");
    add(
        parts,
        "Defensive endurance",
        row.ars().defensiveEndurance(),
        "Share of the turn budget withstood. Higher is better.");
    add(
        parts,
        "Counter-intelligence",
        row.ars().counterIntelligence(),
        "Share of failed turns that taught the attacker nothing. Higher is better.");
    return parts;
  }

  private static void add(List<Part> parts, String label, Double value, String help) {
    if (value != null) {
      parts.add(new Part(label, Rounding.halfUp(value, 3), help));
    }
  }
}

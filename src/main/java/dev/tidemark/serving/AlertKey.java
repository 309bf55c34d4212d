package dev.tidemark.serving;

import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.scoring.Period;
import java.util.Locale;

/** Which alert a record is about, by its key {@code RULE|model|board|period}. */
record AlertKey(AlertRule rule, String model, AlertBoard board, Period period) {

  /**
   * Reads the key of a record.
   *
   * @throws RuntimeException if it is none of an alert
   */
  static AlertKey parse(String key) {
    String[] parts = key.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("the key is not rule|model|board|period");
    }
    return new AlertKey(
        AlertRule.valueOf(parts[0]),
        parts[1],
        AlertBoard.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        Period.parse(parts[3]));
  }

  /** As its record has it, the board in lower case. */
  @Override
  public String toString() {
    return rule + "|" + model + '|' + boardName() + '|' + period;
  }

  /** The same with month and model first, so that the alerts of a row stand together. */
  String place() {
    return period + "|" + model + '|' + rule + '|' + boardName();
  }

  private String boardName() {
    return board.name().toLowerCase(Locale.ROOT);
  }
}

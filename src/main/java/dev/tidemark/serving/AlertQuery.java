package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.scoring.Period;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the parameters that pick alerts; one that is left out lets all through. */
final class AlertQuery {

  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 5_000;

  private AlertQuery() {}

  /**
   * Which alerts are asked for.
   *
   * @throws HttpProblem 400 if one of the parameters can't be read; says what it must be
   */
  static Predicate<Alert> read(
      String state, String rule, String model, String period, String board, String severity) {
    AlertState asked =
        state == null || state.equalsIgnoreCase("all")
            ? null
            : one("state", AlertState.class, state, ", all");
    AlertRule watched = one("rule", AlertRule.class, rule, "");
    AlertBoard on = one("board", AlertBoard.class, board, "");
    AlertSeverity urgent = one("severity", AlertSeverity.class, severity, "");
    String month = period(period);
    return alert ->
        (asked == null || alert.getState() == asked)
            && (watched == null || alert.getRule() == watched)
            && (on == null || alert.getBoard() == on)
            && (urgent == null || alert.getSeverity() == urgent)
            && (month == null || alert.getPeriod().equals(month))
            && (model == null || alert.getModel().equals(model));
  }

  /** How many alerts at most: 500 if left out. */
  static int limit(String text) {
    try {
      int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told like a number out of range.
    }
    throw bad("limit must be a whole number from 1 to 5000");
  }

  private static String period(String text) {
    try {
      return text == null ? null : Period.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw bad("period must be a month written YYYY-MM, such as 2026-11");
    }
  }

  /** Upper or lower case: keys and messages have either. */
  private static <E extends Enum<E>> E one(String name, Class<E> type, String text, String more) {
    if (text == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                bad(
                    Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", name + " must be one of ", more))));
  }

  /** Quotes no input: the answer may be shown by a browser. */
  private static HttpProblem bad(String detail) {
    return HttpProblem.valueOf(Response.Status.BAD_REQUEST, detail);
  }
}

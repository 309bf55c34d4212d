package dev.tidemark.event;

import static dev.tidemark.event.FieldChecks.NONE;
import static dev.tidemark.event.FieldChecks.add;
import static dev.tidemark.event.FieldChecks.name;
import static dev.tidemark.event.FieldChecks.notNegative;
import static dev.tidemark.event.FieldChecks.text;

import dev.tidemark.scoring.Period;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The rules of a published score, for whoever writes one and whoever reads one. */
public final class ReferenceRules {

  private static final int MAX_SOURCE = 2_000;
  private static final Pattern SERIES = Pattern.compile("[a-z0-9][a-z0-9._-]{0,49}");
  private static final Pattern SCORE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,16})?");

  private ReferenceRules() {}

  /** Every rule that a reference breaks; empty when it is valid. */
  public static List<Violation> check(Reference r) {
    List<Violation> found = NONE;
    if (!isSeries(r.getSeries())) {
      found = add(found, "series", "format", seriesRule());
    }
    if (!r.getBoard().equals("casi") && !r.getBoard().equals("ars")) {
      found = add(found, "board", "format", "must be casi or ars");
    }
    found = name(found, "model", r.getModel());
    if (!r.getModel().isEmpty() && "=+-@".indexOf(r.getModel().charAt(0)) >= 0) {
      found =
          add(
              found,
              "model",
              "formula",
              Quoted.of(r.getModel()) + " starts like a formula: '=', '+', '-', '@' are refused");
    }
    found = period(found, r.getPeriod());
    found = score(found, r);
    found = text(found, "source", r.getSource(), MAX_SOURCE);
    return notNegative(found, "position", r.getPosition());
  }

  /** Whether this may name a series. */
  public static boolean isSeries(String text) {
    return SERIES.matcher(text).matches();
  }

  /** What {@link #isSeries} asks for. */
  public static String seriesRule() {
    return "must be 1 to 50 of a-z, 0-9, '.', '_', '-', starting with a letter or digit";
  }

  /** Record key: {@code series|board|model|period}. */
  public static String key(Reference r) {
    return String.join("|", r.getSeries(), r.getBoard(), r.getModel(), r.getPeriod());
  }

  /**
   * The score that a published text means; null for a blank.
   *
   * @throws IllegalArgumentException if it is no number from 0 to 100 in plain digits
   */
  public static Double score(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Double score = SCORE.matcher(text).matches() ? Double.valueOf(text) : null;
    if (score == null || score > 100) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is no score: 0 to 100, such as 96.7, or nothing at all is allowed");
    }
    return score;
  }

  private static List<Violation> score(List<Violation> found, Reference r) {
    try {
      return Objects.equals(score(r.getText()), r.getScore())
          ? found
          : add(found, "score", "text", "is not what text says");
    } catch (IllegalArgumentException e) {
      return add(found, "text", "range", e.getMessage());
    }
  }

  private static List<Violation> period(List<Violation> found, String period) {
    try {
      Period.parse(period);
      return found;
    } catch (IllegalArgumentException e) {
      return add(found, "period", "format", "is " + Quoted.of(period) + ": YYYY-MM is allowed");
    }
  }
}

package dev.tidemark.event;

import static dev.tidemark.event.FieldChecks.NONE;
import static dev.tidemark.event.FieldChecks.add;
import static dev.tidemark.event.FieldChecks.label;
import static dev.tidemark.event.FieldChecks.optionalName;
import static dev.tidemark.event.FieldChecks.text;

import java.time.Duration;
import java.util.List;

/** The rules of a silence. */
public final class SilenceRules {

  /** The longest that one may last; somebody must then say again why. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private static final int REASON_MAX = 1_000;
  private static final int NAME_MAX = 200;

  private SilenceRules() {}

  /** Every rule that a silence breaks; empty when it is valid. */
  public static List<Violation> check(Silence s) {
    List<Violation> found = NONE;
    if (s.getRule() == null && s.getModel() == null && s.getProvider() == null) {
      found =
          add(
              found,
              "model",
              "missing",
              "is missing, as are rule and provider: one is needed; \"*\" is every model");
    }
    found = optionalName(found, "model", s.getModel());
    found = text(found, "provider", s.getProvider(), NAME_MAX);
    if (!s.getUntil().isAfter(s.getCreatedAt())) {
      found = add(found, "until", "past", "is not in the future");
    } else if (s.getUntil().isAfter(s.getCreatedAt().plus(LONGEST))) {
      found = add(found, "until", "range", "is more than " + LONGEST.toDays() + " days from now");
    }
    found = label(found, "reason", s.getReason(), REASON_MAX);
    return text(found, "by", s.getBy(), NAME_MAX);
  }
}

package dev.tidemark.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks of single fields. Each takes what was found so far and gives that back, with one more
 * violation where the field breaks its rule: so a valid record costs no allocation.
 */
final class FieldChecks {

  static final List<Violation> NONE = List.of();

  private static final int NAME_MAX = 200;

  private FieldChecks() {}

  static List<Violation> add(List<Violation> found, String field, String rule, String message) {
    List<Violation> longer = found.isEmpty() ? new ArrayList<>() : found;
    longer.add(new Violation(field + '.' + rule, field + ' ' + message));
    return longer;
  }

  /** A field that must be there. */
  static List<Violation> present(List<Violation> found, String field, Object value) {
    return value == null ? add(found, field, "missing", "is missing") : found;
  }

  /** Part of an identity: 1 to 200 characters, no control characters, no '|'. */
  static List<Violation> name(List<Violation> found, String field, String value) {
    if (value == null) {
      return present(found, field, null);
    }
    if (value.isEmpty()) {
      return add(found, field, "length", "is empty: 1 to 200 characters are allowed");
    }
    List<Violation> longer = text(found, field, value, NAME_MAX);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '|' || Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        return add(
            longer,
            field,
            "characters",
            Quoted.of(value) + " holds a control character, a line break or '|': leave them out");
      }
    }
    return longer;
  }

  /** As {@link #name}, where the field may be left out. */
  static List<Violation> optionalName(List<Violation> found, String field, String value) {
    return value == null ? found : name(found, field, value);
  }

  /** Free text of at most {@code max} code points that UTF-8 can carry; may be left out. */
  static List<Violation> text(List<Violation> found, String field, String value, int max) {
    // Code points are never more than chars: nearly every value passes without counting.
    if (value == null) {
      return found;
    }
    List<Violation> longer = found;
    if (value.length() > max && value.codePointCount(0, value.length()) > max) {
      longer = add(longer, field, "length", lengthMessage(value, max));
    }
    return hasUnpairedSurrogate(value)
        ? add(
            longer,
            field,
            "surrogates",
            Quoted.of(value) + " holds half of a surrogate pair: it is no valid text")
        : longer;
  }

  /** A label that is folded before it counts: 1 to {@code max} characters, not only blanks. */
  static List<Violation> label(List<Violation> found, String field, String value, int max) {
    if (value == null) {
      return present(found, field, null);
    }
    return blank(value)
        ? add(found, field, "blank", "is blank: 1 to " + max + " characters are needed")
        : text(found, field, value, max);
  }

  static List<Violation> notNegative(List<Violation> found, String field, long value) {
    return value < 0 ? add(found, field, "range", "is " + value + ": 0 or more is allowed") : found;
  }

  static List<Violation> notNegative(List<Violation> found, String field, Number value) {
    return value == null ? found : notNegative(found, field, value.longValue());
  }

  static List<Violation> price(List<Violation> found, String field, Double value) {
    return value == null || (value >= 0 && value <= Double.MAX_VALUE)
        ? found
        : add(found, field, "range", "is " + value + ": a price of 0 or more is allowed");
  }

  private static String lengthMessage(String value, int max) {
    return String.format(
        Locale.ROOT,
        "%s has %,d characters: at most %,d are allowed",
        Quoted.of(value),
        value.codePointCount(0, value.length()),
        max);
  }

  private static boolean blank(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > ' ' && !Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasUnpairedSurrogate(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(i + 1));
        if (!paired) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}

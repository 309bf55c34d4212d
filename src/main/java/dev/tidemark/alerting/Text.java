package dev.tidemark.alerting;

import dev.tidemark.event.Quoted;

/** Somebody's text, made fit for a message. */
final class Text {

  private Text() {}

  /** At most {@code max} characters (UTF-16), the last one an ellipsis if something was cut. */
  static String cut(String text, int max) {
    if (text == null || text.length() <= max) {
      return text;
    }
    int end = max - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
  }

  /**
   * The same on one line: line breaks, control characters and those that change the direction of
   * what follows become spaces. Never blank, as receivers refuse that or take it for missing: a
   * text of which nothing shows is quoted.
   */
  static String line(String text, int max) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), 2 * max));
    text.codePoints().limit(2L * max).forEach(c -> line.appendCodePoint(shows(c) ? c : ' '));
    String shown = line.toString().strip();
    return cut(shown.isEmpty() ? Quoted.of(text) : shown, max);
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

package dev.tidemark.alerting;

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
   * what follows become spaces.
   */
  static String line(String text, int max) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), 2 * max));
    text.codePoints().limit(2L * max).forEach(c -> line.appendCodePoint(shows(c) ? c : ' '));
    return cut(line.toString().strip(), max);
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

package dev.tidemark.event;

/** A piece of somebody's input, made safe to show in a message, a log or a header. */
public final class Quoted {

  private static final int LIMIT = 40;

  private Quoted() {}

  /**
   * The text in double quotes, with everything that is not plainly visible written as {@code
   * \\uXXXX}, cut after 40 characters with an ellipsis.
   */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder(LIMIT + 3).append('"');
    int shown = 0;
    for (int i = 0; i < text.length() && shown < LIMIT; shown++) {
      int c = text.codePointAt(i);
      append(quoted, c);
      i += Character.charCount(c);
      if (shown == LIMIT - 1 && i < text.length()) {
        quoted.append('…');
      }
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int c) {
    if (c == '"' || c == '\\') {
      quoted.append('\\').append((char) c);
    } else if (visible(c)) {
      quoted.appendCodePoint(c);
    } else {
      for (char half : Character.toChars(c)) {
        quoted.append(String.format("\\u%04x", (int) half));
      }
    }
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

package dev.tidemark.cli;

/** Anybody's text, for a terminal. */
final class Plain {

  private Plain() {}

  /** The text with a question mark for each character that a terminal would obey or not show. */
  static String of(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}

package dev.tidemark.scoring;

import java.util.Locale;

/** Folding of labels, so that spellings of one category or intent count together. */
public final class Labels {

  private Labels() {}

  /**
   * Trimmed, in lower case, each run of spaces and underscores one {@code -} (README, Scoring
   * method). Folding twice changes nothing more.
   */
  public static String fold(String label) {
    if (isFolded(label)) {
      return label;
    }
    String lower = label.strip().toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(lower.length());
    boolean inRun = false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean gap = c == ' ' || c == '_';
      if (!gap) {
        folded.append(c);
      } else if (!inRun) {
        folded.append('-');
      }
      inRun = gap;
    }
    return folded.toString();
  }

  /** True for the usual label, already folded: spares the copy on the path of every result. */
  private static boolean isFolded(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }
}

package dev.tidemark.event;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. */
final class Spelling {

  private static final int LONGEST = 40;

  private Spelling() {}

  /** The known name fewest edits away, if that is at most a third of its letters. */
  static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(name);
    return known.stream()
        .filter(candidate -> 3 * edits(plain, plain(candidate)) <= candidate.length())
        .min(Comparator.comparingInt(candidate -> edits(plain, plain(candidate))));
  }

  /** {@code , did you mean x?}, or nothing. */
  static String hint(String name, Collection<String> known) {
    return nearest(name, known).map(meant -> ", did you mean " + meant + "?").orElse("");
  }

  private static String plain(String name) {
    return name.replaceAll("[_ -]", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein distance, a row at a time. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

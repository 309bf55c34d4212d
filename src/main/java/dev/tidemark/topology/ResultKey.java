package dev.tidemark.topology;

import dev.tidemark.scoring.Kind;

/**
 * Identity of a result. Its text form is the key of the internal records and of the ledger: it
 * starts with the model, so that a model's entries lie together.
 */
public record ResultKey(Kind kind, String model, String suite, String caseId, int trial) {

  private static final Kind[] KINDS = Kind.values();

  /** {@code model|kind|suite|caseId|trial}; none of the names can hold the separator. */
  public String text() {
    return model + '|' + kind.ordinal() + '|' + suite + '|' + caseId + '|' + trial;
  }

  /**
   * Of a {@link #text()}, the key that publishers give the record ({@code EventKeys}). It decides
   * which partition owns the result: most records are there already.
   */
  static String recordKey(String text) {
    int kind = text.indexOf('|');
    return text.substring(0, kind) + text.substring(kind + 2);
  }

  /** Reads {@link #text()}. */
  public static ResultKey parse(String text) {
    int kind = text.indexOf('|');
    int caseId = text.indexOf('|', kind + 3);
    int trial = text.lastIndexOf('|');
    return new ResultKey(
        KINDS[text.charAt(kind + 1) - '0'],
        text.substring(0, kind),
        text.substring(kind + 3, caseId),
        text.substring(caseId + 1, trial),
        Integer.parseInt(text, trial + 1, text.length(), 10));
  }
}

package dev.tidemark.event;

/** Headers of dead letters that more than their writer needs. */
public final class DeadLetterHeaders {

  /** Names of the rules broken, separated by commas. */
  public static final String RULE = "tidemark.dlq.rule";

  /** On a mark beside the letters: the {@code partition@offset} of a letter that was put back. */
  public static final String REPLAYED = "tidemark.dlq.replayed";

  private DeadLetterHeaders() {}
}

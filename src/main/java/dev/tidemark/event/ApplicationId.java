package dev.tidemark.event;

/** The application id of this version's topology. */
public final class ApplicationId {

  /**
   * Names the consumer group, the transactions and the internal topics, and stands on dead letters.
   * The number is that of the internal formats and the rules: one more when a store or a
   * repartition topic is written otherwise or the rules refuse what they took, so that everything
   * is computed anew from the input topics instead of misread.
   */
  public static final String PRESENT = "tidemark-scoring-7";

  private ApplicationId() {}
}

package dev.tidemark.event;

/** Headers that say where a dead letter came from and why it was refused. */
public final class DeadLetterHeaders {

  public static final String TOPIC = "tidemark.dlq.topic";
  public static final String PARTITION = "tidemark.dlq.partition";
  public static final String OFFSET = "tidemark.dlq.offset";

  /** Application id of the topology that refused it: another format judges everything again. */
  public static final String APPLICATION = "tidemark.dlq.application";

  /** Names of the rules broken, separated by commas. */
  public static final String RULE = "tidemark.dlq.rule";

  /** What is wrong, for a person. */
  public static final String ERROR = "tidemark.dlq.error";

  /** Size in bytes of a record whose key, value and own headers were too large to be kept here. */
  public static final String OMITTED = "tidemark.dlq.omitted";

  /**
   * On a mark beside the letters: the {@code partition@offset} of a letter that was put back.
   * Topic, partition, offset, application and rules of the mark are that letter's.
   */
  public static final String REPLAYED = "tidemark.dlq.replayed";

  private DeadLetterHeaders() {}
}

package dev.tidemark.ingest;

/**
 * Publishing stopped before the end of its input. Says how far it came; sending everything again is
 * always safe, because a repeated result replaces itself.
 */
public final class PublishException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What stopped. */
  public enum Side {
    /** The lines could not be read any further: a broken connection, corrupt compression. */
    INPUT,
    /** The broker did not acknowledge in time, or refused. */
    SINK
  }

  private final Side side;
  private final long acknowledged;
  private final long throughLine;

  PublishException(Side side, long acknowledged, long throughLine, Throwable cause) {
    super(
        "%s: %d lines are stored, everything up to line %d is dealt with"
            .formatted(
                side == Side.INPUT ? "the input broke off" : "the broker did not acknowledge",
                acknowledged,
                throughLine),
        cause);
    this.side = side;
    this.acknowledged = acknowledged;
    this.throughLine = throughLine;
  }

  public Side side() {
    return side;
  }

  /** How many lines the broker has acknowledged. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Every line up to this one was acknowledged or rejected; later ones may be. */
  public long throughLine() {
    return throughLine;
  }
}

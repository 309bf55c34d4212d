package dev.tidemark.ingest;

/** The stamps given have run so far ahead of the wall clock that no more can be given for now. */
public final class ClockAheadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClockAheadException(long millis) {
    super("record timestamps are " + millis + " ms ahead of the clock: was it set back?");
  }
}

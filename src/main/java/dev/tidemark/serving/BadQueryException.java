package dev.tidemark.serving;

/** A query parameter that can't be read; the message says what it must be and quotes no input. */
public final class BadQueryException extends RuntimeException {

  public BadQueryException(String message) {
    super(message);
  }
}

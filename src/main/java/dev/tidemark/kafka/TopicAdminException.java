package dev.tidemark.kafka;

/** A cluster's topics cannot be made what their definitions say; the message says what to do. */
public final class TopicAdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicAdminException(String message) {
    super(message);
  }

  TopicAdminException(String message, Throwable cause) {
    super(message, cause);
  }
}

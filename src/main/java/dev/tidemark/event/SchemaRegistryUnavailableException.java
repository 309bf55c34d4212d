package dev.tidemark.event;

/**
 * The schema registry gave no answer for longer than it may be waited for. Unchecked, because no
 * record is at fault: the reader must stop and try again, not dead-letter what may be valid.
 */
public final class SchemaRegistryUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SchemaRegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.tidemark.kafka;

/** A topic definition cannot be read; the message names the file, the field and what it must be. */
public final class TopicDefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicDefinitionException(String source, String problem) {
    super(source + ": " + problem);
  }

  TopicDefinitionException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}

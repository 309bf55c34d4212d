package dev.tidemark.kafka;

import java.time.Duration;

/** No answer from a Kafka cluster in the time allowed. */
public final class ClusterUnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClusterUnreachableException(String action, Duration timeout, Throwable cause) {
    super(
        "cannot "
            + action
            + ": the Kafka cluster did not answer within "
            + timeout.toMillis()
            + " ms; check that it runs and that bootstrap.servers names it",
        cause);
  }
}

package dev.tidemark.ingest;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps an outage from filling the log: the Kafka connector says of each record, and of each try,
 * that it was not sent. The request that the records belong to is answered and logged once by
 * {@link IngestResource}, with the reason. The category as a whole can't be turned off: it also
 * tells that a channel has ended.
 */
@LoggingFilter(name = "send-failures")
public final class SendFailureLines implements Filter {

  private static final String CATEGORY = "io.smallrye.reactive.messaging.kafka";

  /** "Unable to write to Kafka from channel …", and "Message … was not sent to Kafka topic …". */
  private static final List<String> OF_EACH_RECORD = List.of("SRMSG18206:", "SRMSG18212:");

  @Override
  public boolean isLoggable(LogRecord record) {
    return !CATEGORY.equals(record.getLoggerName())
        || OF_EACH_RECORD.stream().noneMatch(record.getMessage()::startsWith);
  }
}

package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** What goes of the connector's lines, and what stays. */
class SendFailureLinesTest {

  private static final String CONNECTOR = "io.smallrye.reactive.messaging.kafka";
  private static final String NOT_WRITTEN =
      "SRMSG18206: Unable to write to Kafka from channel %s (topic: %s)";
  private static final String GIVEN_UP =
      "SRMSG18212: Message %s from channel '%s' was not sent to Kafka topic '%s' - nacking message";

  private final SendFailureLines lines = new SendFailureLines();

  @Test
  void theseGo() {
    assertThat(shows(CONNECTOR, NOT_WRITTEN)).isFalse();
    assertThat(shows(CONNECTOR, GIVEN_UP)).isFalse();
  }

  @Test
  void allElseStays() {
    assertThat(shows(CONNECTOR, "SRMSG18207: Unable to dispatch message to Kafka")).isTrue();
    assertThat(shows(CONNECTOR, "SRMSG18217: Unable to read a record from Kafka topics '%s'"))
        .isTrue();
    assertThat(shows("dev.tidemark.ingest.IngestResource", GIVEN_UP)).isTrue();
  }

  private boolean shows(String category, String message) {
    LogRecord line = new LogRecord(Level.SEVERE, message);
    line.setLoggerName(category);
    return lines.isLoggable(line);
  }
}

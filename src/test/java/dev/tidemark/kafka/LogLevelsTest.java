package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLevelsTest {

  @Test
  void keepsKafkaToWarnings() {
    // Given
    Logger.getLogger("org.apache.kafka").setLevel(Level.ALL);

    // When
    LogLevels.quiet();

    // Then
    assertThat(LoggerFactory.getLogger("org.apache.kafka.clients.Some").isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("kafka.server.Some").isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("state.change.logger").isInfoEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("kafka.server.Some").isWarnEnabled()).isTrue();
  }

  @Test
  void lowersWhatIsFinerThanInfoAndLeavesWhatIsCoarser() {
    // Given
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    try {
      root.setLevel(Level.ALL);

      // When
      LogLevels.quiet();

      // Then
      assertThat(root.getLevel()).isEqualTo(Level.INFO);
      root.setLevel(Level.SEVERE);
      LogLevels.quiet();
      assertThat(root.getLevel()).isEqualTo(Level.SEVERE);
    } finally {
      root.setLevel(before);
    }
  }
}

package dev.tidemark.kafka;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps a broker and its clients from flooding the log where nothing has configured it: tests and
 * commands with a plain {@code main}. There the log manager's defaults format a TRACE line for
 * every record and slow the broker several times. A Quarkus application sets the same levels as
 * {@code quarkus.log.category."org.apache.kafka".level=WARN} and so on.
 */
public final class LogLevels {

  private static final Logger ROOT = Logger.getLogger("");

  // Held strongly: java.util.logging forgets a logger, level and all, that nobody refers to.
  private static final List<Logger> KAFKA =
      List.of(
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("kafka"),
          Logger.getLogger("state.change.logger"));

  private LogLevels() {}

  /** Kafka says warnings and errors, everything else no more than INFO. */
  public static void quiet() {
    if (ROOT.getLevel() == null || ROOT.getLevel().intValue() < Level.INFO.intValue()) {
      ROOT.setLevel(Level.INFO);
    }
    KAFKA.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}

package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Tidemark that is told to stop while it starts. */
class StopIT {

  @TempDir Path folder;

  @Test
  void theBrokerAloneStops() throws Exception {
    // Given
    Path log = folder.resolve("broker.log");
    Process broker = broker(log, TidemarkProcess.freePort());
    try {
      awaitLine(log, "The broker is up:");

      // When
      broker.destroy();

      // Then
      assertThat(broker.waitFor(20, TimeUnit.SECONDS)).as("stopped").isTrue();
      assertThat(folder.resolve("broker/kafka/.kafka_cleanshutdown")).exists();
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  @Test
  void stopsThoughTheBrokerThatItWaitsForWentAway() throws Exception {
    // Given
    int kafkaPort = TidemarkProcess.freePort();
    Path brokerLog = folder.resolve("broker.log");
    Path log = folder.resolve("up.log");
    Process broker = broker(brokerLog, kafkaPort);
    Process tidemark = null;
    try {
      awaitLine(brokerLog, "The broker is up:");
      tidemark =
          TidemarkProcess.start(
              log,
              List.of(
                  "up",
                  "--port",
                  Integer.toString(TidemarkProcess.freePort()),
                  "--data",
                  folder.resolve("data").toString(),
                  "--bootstrap-servers",
                  "localhost:" + kafkaPort));
      awaitLine(log, "event=topology-state from=CREATED");

      // When
      broker.destroyForcibly().waitFor();
      tidemark.destroy();

      // Then
      assertThat(tidemark.waitFor(40, TimeUnit.SECONDS)).as("stopped").isTrue();
      assumeThat(Files.readString(log)).as("that it was too late").doesNotContain("is up:");
    } finally {
      broker.destroyForcibly();
      if (tidemark != null) {
        tidemark.destroyForcibly().waitFor();
      }
    }
  }

  private Process broker(Path log, int port) throws IOException {
    return TidemarkProcess.start(
        log,
        List.of(
            "broker",
            "--kafka-port",
            Integer.toString(port),
            "--data",
            folder.resolve("broker").toString()));
  }

  private static void awaitLine(Path log, String text) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> contains(log, text));
  }

  private static boolean contains(Path log, String text) throws IOException {
    return Files.exists(log) && Files.readString(log).contains(text);
  }
}

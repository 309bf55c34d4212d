package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes of the packaged jar, broken at random moments: one round by default, for hours
 * under the profile {@code faults}. A failure names its seed, which replays what is sent and what
 * breaks, and leaves the logs.
 */
class SoakIT {

  private static final int MINUTES = Integer.getInteger("tidemark.faults.minutes", 0);
  private static final int SEED =
      Integer.getInteger("tidemark.faults.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingIsLostAndNothingCountsTwiceWhateverBreaks() throws Exception {
    // Given
    TidemarkProcess tidemark = new TidemarkProcess(folder);

    // When
    TidemarkProcess.Output soak =
        tidemark.run(
            Duration.ofMinutes(MINUTES + 15),
            "soak",
            "--minutes",
            Integer.toString(MINUTES),
            "--seed",
            Integer.toString(SEED),
            "--standby-replicas",
            Integer.toString(SEED % 2),
            "--data",
            folder.resolve("soak").toString());

    // Then
    System.out.println(soak.text());
    assertThat(soak.text())
        .contains(" verified\n", "lost: 0; counted twice: 0 of ", "PASSED: seed " + SEED);
    assertThat(soak.exitCode()).isZero();
  }
}

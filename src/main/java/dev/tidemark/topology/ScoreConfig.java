package dev.tidemark.topology;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the scoring topology; the README's table says what each is for. */
@ConfigMapping(prefix = "tidemark.score")
public interface ScoreConfig {

  /** Where the stores are kept. */
  @WithDefault("data/streams")
  Path stateDir();

  /** Stream threads. */
  @WithDefault("2")
  @Min(1)
  @Max(64)
  int threads();

  /** Copies of each store on other instances, for a short failover. */
  @WithDefault("0")
  @Min(0)
  @Max(3)
  int standbyReplicas();

  /** Of one store of one partition, in KiB, before it is written to the disk. */
  @WithDefault("16384")
  @Min(64)
  @Max(65_536)
  int writeBufferKib();

  /** Name of this instance, the same after a restart; by default kept in the state folder. */
  Optional<String> instanceId();

  /** How long closing may take before the rest is left to the next start. */
  @WithDefault("20s")
  Duration closeTimeout();
}

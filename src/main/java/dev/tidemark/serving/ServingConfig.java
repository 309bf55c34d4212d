package dev.tidemark.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of what is served; the README's table says what each is for. */
@ConfigMapping(prefix = "tidemark.serve")
public interface ServingConfig {

  /** Folder of further scoring methods, one JSON file each. */
  Optional<Path> methods();

  /**
   * Standings (one for each model and month) that are kept in memory and served. Of more, those
   * that come first: with a result that counts, then of models that a registration describes, then
   * of newer months, then by name.
   */
  @WithDefault("50000")
  @Min(1)
  @Max(10_000_000)
  int maxStandings();

  /**
   * Alerts that stand, kept in memory and served. Of more, those that come first: of models that a
   * registration describes, then of newer months, then by name.
   */
  @WithDefault("10000")
  @Min(1)
  @Max(10_000_000)
  int maxAlerts();

  /** Whether the data is simulated; every page then says so. */
  @WithDefault("false")
  boolean demo();
}

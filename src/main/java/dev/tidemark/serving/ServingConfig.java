package dev.tidemark.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of what is served; the README's table says what each is for. */
@ConfigMapping(prefix = "tidemark.serve")
public interface ServingConfig {

  /** Folder of further scoring methods, one JSON file each. */
  Optional<Path> methods();

  /** Whether the data is simulated; every page then says so. */
  @WithDefault("false")
  boolean demo();
}

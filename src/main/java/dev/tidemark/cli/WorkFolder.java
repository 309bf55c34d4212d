package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The folder of a command that starts a Tidemark of its own. */
final class WorkFolder {

  private WorkFolder() {}

  /**
   * The folder that was named, or a new one.
   *
   * @param named null for a temporary one
   * @throws ParameterException if it holds anything
   */
  static Path of(CommandSpec spec, Path named, String prefix) throws IOException {
    if (named == null) {
      return Files.createTempDirectory(prefix);
    }
    if (Files.exists(named)) {
      try (Stream<Path> entries = Files.list(named)) {
        if (entries.findAny().isPresent()) {
          throw new ParameterException(spec.commandLine(), named + " is not empty.");
        }
      }
    }
    return named;
  }
}

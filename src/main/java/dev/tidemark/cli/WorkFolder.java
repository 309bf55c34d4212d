package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The folder of a command that starts a Tidemark of its own. */
final class WorkFolder {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where its data and logs go (default: a temporary folder); must be empty.")
  private Path named;

  /**
   * The folder that was named, or a new one.
   *
   * @throws ParameterException if it holds anything
   */
  Path path() throws IOException {
    if (named == null) {
      return Files.createTempDirectory("tidemark-" + spec.name());
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

package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before Kafka is asked. */
class ImportHistoryUsageTest {

  private static final String CSV = "Model,Nov,Dec,Jan\nAcme Atlas,,96.70,\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ok,  2026-1,  casi, 2, --last must be a month",
    "Ok,  2026-01, casi, 2, --series must be",
    "ok,  2026-01, both, 2, --board",
    "ok,  2026-02, casi, 1, 'line 1, column 2: \"Nov\" stands where Dec is expected'",
  })
  void badUsageIsToldFromABadFile(
      String series, String last, String board, int exitCode, String message) throws IOException {
    // When
    Run run = importHistory(CSV, "--series", series, "--last", last, "--board", board);

    // Then
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
  }

  @Test
  void aNameThatIsNoModelNameAndAMissingFileAreRefused() throws IOException {
    // When
    Run formula = importHistory("Model,Jan\na,1\n=cmd,2\n", "--series", "ok", "--last", "2026-01");
    Run missing = Run.of("import-history", "nowhere.csv", "--series", "ok", "--last", "2026-01");

    // Then
    assertThat(formula.exitCode()).isEqualTo(1);
    assertThat(formula.err()).contains("row 2: model \"=cmd\" starts like a formula");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("There is no file nowhere.csv");
  }

  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    // Given
    Path file = folder.resolve("latin.csv");
    Files.write(file, "Model,Jan\n\u00dcnal,1\n".getBytes(StandardCharsets.ISO_8859_1));

    // When
    Run run = Run.of("import-history", file.toString(), "--series", "ok", "--last", "2026-01");

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("the file is not UTF-8");
  }

  private Run importHistory(String csv, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), csv);
    return Run.of(
        Stream.concat(Stream.of("import-history", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}

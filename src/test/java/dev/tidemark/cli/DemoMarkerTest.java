package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated and real data never share a folder. */
class DemoMarkerTest {

  @TempDir Path folder;

  @Test
  void aNewFolderIsMarkedAndStaysSimulated() throws Exception {
    try (DataFolder data = DataFolder.lock(folder)) {
      // Given
      DemoMarker.check(data, true);
      Files.createDirectory(folder.resolve("kafka"));

      // Then
      assertThatCode(() -> DemoMarker.check(data, true)).doesNotThrowAnyException();
      assertThatThrownBy(() -> DemoMarker.check(data, false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds the simulated data of --demo")
          .hasMessageContaining("--data");
    }
  }

  @Test
  void realDataIsLeftAlone() throws Exception {
    // Given
    Files.createDirectory(folder.resolve("kafka"));

    try (DataFolder data = DataFolder.lock(folder)) {
      // Then
      assertThatCode(() -> DemoMarker.check(data, false)).doesNotThrowAnyException();
      assertThatThrownBy(() -> DemoMarker.check(data, true))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds real data")
          .hasMessageContaining("--data");
    }
  }
}

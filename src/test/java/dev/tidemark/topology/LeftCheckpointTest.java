package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftCheckpointTest {

  @TempDir private Path folder;

  @Test
  void onlyACheckpointWhoseStoresAreAllThereStays() throws IOException {
    // Given
    Path whole = task("0_0", "entries", "tallies");
    Path torn = task("0_1", "entries", "tallies");
    Files.delete(torn.resolveSibling("rocksdb").resolve("tallies").resolve("CURRENT"));
    Path odd = task("0_2", "entries");
    Files.writeString(odd, "0\n1\nother-entries-changelog 2 7\n");

    // When
    LeftCheckpoint.deleteUnfit(folder);

    // Then
    assertThat(whole).exists();
    assertThat(torn).doesNotExist();
    assertThat(odd).doesNotExist();
  }

  @Test
  void aCheckpointThatDeletionsMayHaveOutlivedGoes() throws IOException {
    // Given
    Path young = task("0_0", "entries");
    Path old = task("0_1", "entries");
    Instant now = Instant.now();
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(11))));
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(13))));

    // When
    LeftCheckpoint.deleteUnfit(folder);

    // Then
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereYetIsNoError() throws IOException {
    LeftCheckpoint.deleteUnfit(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }

  private Path task(String name, String... stores) throws IOException {
    Path task = Files.createDirectories(folder.resolve("app").resolve(name));
    StringBuilder lines = new StringBuilder("0\n" + stores.length + "\n");
    for (String store : stores) {
      Path rows = Files.createDirectories(task.resolve("rocksdb").resolve(store));
      Files.createFile(rows.resolve("CURRENT"));
      lines
          .append("app-")
          .append(store)
          .append("-changelog 0 ")
          .append(lines.length())
          .append('\n');
    }
    return Files.writeString(task.resolve(".checkpoint"), lines);
  }
}

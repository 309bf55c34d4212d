package dev.tidemark.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jboss.logging.Logger;

/**
 * Checkpoints that Kafka Streams leaves or trusts where it should not; each says that a task's
 * stores are what was committed up to an offset of each changelog. Without one the stores are
 * thrown away and restored.
 *
 * <p>One is written when a task has been restored and should go before the task runs, but doesn't
 * in Kafka 4.1 (KAFKA-20685). A running task's stores may hold rows of a transaction that is never
 * committed. After a crash they would be taken for committed: a result whose ledger row is among
 * them would not be counted when it is read again.
 */
final class LeftCheckpoint {

  private static final Logger LOG = Logger.getLogger(LeftCheckpoint.class);
  private static final String FILE = ".checkpoint";
  private static final String CHANGELOG = "-changelog";

  /**
   * How old a checkpoint may be. Of a row that was deleted after it, the changelog may have kept
   * nothing: compaction takes the deletion too, a day later ({@link StreamsSettings}), and the row
   * would stay here.
   */
  private static final Duration TRUSTED = Duration.ofHours(12);

  /** Folder of a task, three levels down. */
  private static final int DEPTH = 3;

  private LeftCheckpoint() {}

  /**
   * Before the start: those that are too old, and those of a task whose stores were being deleted
   * when the process ended, so that one is gone but the checkpoint isn't.
   *
   * @param stateDir holds a folder for each application, which holds one for each task
   */
  static void deleteUnfit(Path stateDir) throws IOException {
    if (Files.notExists(stateDir)) {
      return;
    }
    List<Path> checkpoints;
    try (Stream<Path> files = Files.walk(stateDir, DEPTH)) {
      checkpoints = files.filter(file -> file.endsWith(FILE)).toList();
    }
    for (Path checkpoint : checkpoints) {
      Path task = checkpoint.getParent();
      Duration age =
          Duration.between(Files.getLastModifiedTime(checkpoint).toInstant(), Instant.now());
      if (age.compareTo(TRUSTED) > 0) {
        LOG.warnf("event=state-too-old task=%s hours=%d", task.getFileName(), age.toHours());
        Files.delete(checkpoint);
        continue;
      }
      String application = task.getParent().getFileName().toString();
      // A line with the format, one with their number, then "changelog partition offset" each.
      List<String> changelogs = Files.readAllLines(checkpoint).stream().skip(2).toList();
      if (!changelogs.stream().allMatch(line -> store(task, application, line))) {
        LOG.warnf("event=state-torn task=%s", task.getFileName());
        Files.delete(checkpoint);
      }
    }
  }

  /** Whether the store is there whose changelog a line names. */
  private static boolean store(Path task, String application, String line) {
    String changelog = line.substring(0, Math.max(0, line.indexOf(' ')));
    String prefix = application + '-';
    return changelog.startsWith(prefix)
        && changelog.endsWith(CHANGELOG)
        && Files.exists(
            task.resolve("rocksdb")
                .resolve(
                    changelog.substring(prefix.length(), changelog.length() - CHANGELOG.length()))
                .resolve("CURRENT"));
  }

  /** For the first processor of a task that is about to run. */
  static void delete(ProcessorContext<?, ?> context) {
    Path file = context.stateDir().toPath().resolve(FILE);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the left checkpoint can't be deleted: " + file, e);
    }
  }
}

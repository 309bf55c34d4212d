package dev.tidemark.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The checkpoint that Kafka Streams writes when a task has been restored, and should delete before
 * the task runs, but doesn't up to 4.2.1 (KAFKA-20685). A running task's stores may hold rows of a
 * transaction that is never committed. After a crash, the checkpoint would have them taken for what
 * was committed: a result whose ledger row is among them would not be counted when it is read
 * again. Without a checkpoint they are thrown away and restored.
 */
final class LeftCheckpoint {

  private static final String FILE = ".checkpoint";

  private LeftCheckpoint() {}

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

package dev.tidemark.cli;

import dev.tidemark.ingest.PublishReport;
import java.io.InputStream;

/** Where a file's events go. */
interface EventOutlet extends AutoCloseable {

  /**
   * Publishes one file's events.
   *
   * @param gzip whether the bytes are compressed
   */
  PublishReport publish(InputStream file, boolean gzip) throws Exception;

  @Override
  default void close() {}
}

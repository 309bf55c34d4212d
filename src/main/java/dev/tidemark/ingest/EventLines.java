package dev.tidemark.ingest;

import java.io.IOException;
import java.io.InputStream;

/** A stream of events in text, read one at a time in bounded memory. For one thread. */
public interface EventLines {

  /** The longest line or element, in bytes. */
  int MAX_BYTES = 64 * 1024;

  /**
   * The next line that is not blank; null at the end.
   *
   * @throws IOException if the input itself fails: a connection that breaks, corrupt compression
   */
  EventLine next() throws IOException;

  /** Lines of NDJSON in UTF-8; a byte-order mark at the start is tolerated. */
  static EventLines ndjson(InputStream in) {
    return new NdjsonLines(in);
  }

  /** Elements of one JSON array. Broken syntax ends it, with one error that names the place. */
  static EventLines array(InputStream in) {
    return new ArrayElements(in);
  }
}

package dev.tidemark.serving;

import java.nio.charset.StandardCharsets;

/**
 * The latest event of one subject, in the form that goes over the wire.
 *
 * @param sequence 1 is the first of this process; grows with every event
 * @param subject what it tells of; a later event of the same subject replaces it
 * @param removal whether it tells that the subject is gone
 * @param frame the whole event of the stream, encoded once for all clients
 */
record StreamEvent(long sequence, String subject, boolean removal, byte[] frame) {

  /**
   * An event of a stream ({@code text/event-stream}).
   *
   * @param data JSON on one line
   */
  static byte[] frame(String id, String type, String data) {
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(id, type, data)
        .getBytes(StandardCharsets.UTF_8);
  }
}

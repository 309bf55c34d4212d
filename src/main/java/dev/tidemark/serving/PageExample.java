package dev.tidemark.serving;

import java.time.Instant;

/**
 * What the page of an empty instance tells people to do.
 *
 * @param command publishes a file to this instance
 * @param line one line of that file: a result as NDJSON
 */
record PageExample(String command, String line) {

  /**
   * The example for an instance.
   *
   * @param occurredAt time of the result, so that it lands in the period being looked at
   * @param port where this instance listens; null for the command's default
   */
  static PageExample of(Instant occurredAt, Integer port) {
    String url = port == null ? "" : " --url http://localhost:" + port;
    return new PageExample(
        "./tidemark publish results.ndjson" + url,
        """
        {"type":"attack","model":"my-model","suite":"smoke","caseId":"case-1",\
        "occurredAt":"%s","category":"prompt-injection","severity":"HIGH",\
        "complexity":"DIRECT","outcome":"RESISTED"}\
        """
            .formatted(occurredAt));
  }
}

package dev.tidemark.ingest;

import java.util.List;

/**
 * What came of publishing a stream of lines.
 *
 * @param accepted lines that the broker has acknowledged
 * @param rejected the first of the lines that were not accepted, at most 1,000
 * @param rejectedTotal how many were not accepted in all
 * @param warnings what was accepted but is worth a look
 */
public record PublishReport(
    long accepted, List<LineError> rejected, long rejectedTotal, List<String> warnings) {

  public PublishReport {
    rejected = List.copyOf(rejected);
    warnings = List.copyOf(warnings);
  }

  /** The warning that not every rejected line is listed. */
  public static String unlisted(long listed, long total) {
    return "only the first %d of %d rejected lines are listed".formatted(listed, total);
  }
}

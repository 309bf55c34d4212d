package dev.tidemark.topology;

import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.TallyParts.Part;
import java.util.Collection;

/**
 * The tally of one (canonical model, period).
 *
 * @param tally not to be kept: it goes on counting
 * @param lastResultAt record timestamp of its newest result, to the minute; epoch milliseconds
 */
record MergedTally(Tally tally, long lastResultAt) {

  /** The sum of parts. */
  static MergedTally of(Collection<Part> parts) {
    Tally sum = new Tally();
    parts.forEach(part -> part.cells.forEach(sum::add));
    return of(sum, parts);
  }

  static MergedTally of(Tally sum, Collection<Part> parts) {
    return new MergedTally(
        sum.limited(), parts.stream().mapToLong(part -> part.lastResultAt).max().orElse(0));
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.TallyParts.Part;
import java.util.Collection;

/**
 * The tally of one (canonical model, period).
 *
 * @param lastResultAt record timestamp of its newest result, to the minute; epoch milliseconds
 */
record MergedTally(Tally tally, long lastResultAt) {

  /** The sum of parts. */
  static MergedTally of(Collection<Part> parts) {
    return of(sum(parts), parts);
  }

  /** Of a sum that goes on counting; to be used up before it does. */
  static MergedTally of(Tally sum, Collection<Part> parts) {
    return new MergedTally(
        sum.withNamesLimited(),
        parts.stream().mapToLong(part -> part.lastResultAt).max().orElse(0));
  }

  static Tally sum(Collection<Part> parts) {
    Tally sum = new Tally();
    parts.forEach(part -> part.cells.forEach(sum::add));
    return sum;
  }
}

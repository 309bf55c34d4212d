package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Tally;
import java.util.Map;

/**
 * The tally that one ledger partition keeps of one carried model name in one period: the whole of
 * it, or the cells that changed since it was last sent. The record's key names the canonical model
 * and the period.
 *
 * @param partition of the ledger
 * @param carriedModel the name that the results carry
 * @param whole whether there are no other cells than these
 * @param cells what they count now, not by how much they changed, so that a repeat does no harm; a
 *     cell of zeros has gone
 * @param lastResultAt record timestamp of the newest result that came, whether it counts or not, to
 *     the minute; epoch milliseconds, 0 if unknown
 */
public record PartitionTally(
    int partition, String carriedModel, boolean whole, Map<Cell, long[]> cells, long lastResultAt)
    implements ScoreInput {

  /** The whole of a tally; an empty one when there is nothing (any more) to count. */
  static PartitionTally whole(int partition, String carriedModel, Tally tally, long lastResultAt) {
    return new PartitionTally(partition, carriedModel, true, tally.cells(), lastResultAt);
  }
}

package dev.tidemark.topology;

import dev.tidemark.scoring.Tally;

/**
 * The whole tally that one ledger partition keeps of one carried model name in one period; sent
 * whole, so that a repeat does no harm. The record's key names the canonical model and the period.
 *
 * @param partition of the ledger
 * @param carriedModel the name that the results carry
 * @param tally empty when there is nothing (any more) to count under that key
 * @param lastResultAt record timestamp of the newest result that came, whether it counts or not, to
 *     the minute; epoch milliseconds, 0 if unknown
 */
public record PartitionTally(int partition, String carriedModel, Tally tally, long lastResultAt)
    implements ScoreInput {}

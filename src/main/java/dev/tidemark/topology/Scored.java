package dev.tidemark.topology;

import dev.tidemark.event.Standing;

/**
 * A tally that changed, scored.
 *
 * @param standing null if nothing is left to count
 */
record Scored(Standing standing, MergedTally merged) implements AlertInput {}

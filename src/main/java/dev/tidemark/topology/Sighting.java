package dev.tidemark.topology;

/**
 * Results came that changed no tally: repeats, or such that lose.
 *
 * @param lastResultAt record timestamp of the newest, to the minute; epoch milliseconds
 */
record Sighting(long lastResultAt) implements AlertInput {}

package dev.tidemark.ingest;

/**
 * A line that was not accepted.
 *
 * @param line its number, from 1
 * @param error what is wrong with it, for a person
 */
public record LineError(long line, String error) {}

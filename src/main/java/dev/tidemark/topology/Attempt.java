package dev.tidemark.topology;

/**
 * One valid result on its way to the ledger. Its identity is the record's key.
 *
 * @param period months since the year 0
 */
public record Attempt(int period, ResultVersion version) implements LedgerInput {}

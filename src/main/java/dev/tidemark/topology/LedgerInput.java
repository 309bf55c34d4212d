package dev.tidemark.topology;

/** What intake sends on through the repartition topic of results, and the ledger reads. */
public sealed interface LedgerInput extends IntakeResult
    permits Attempt, Withdrawal, Registration {}

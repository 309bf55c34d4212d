package dev.tidemark.topology;

/** What intake makes of a record: something to count, or a dead letter. */
public sealed interface IntakeResult permits LedgerInput, DeadLetter {}

package dev.tidemark.topology;

/** What the repartition topic of tallies carries, and scoring reads. */
public sealed interface ScoreInput permits PartitionTally, Registration, Withdrawal {}

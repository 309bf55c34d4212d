package dev.tidemark.scoring;

/** The three kinds of result (README, Scoring method). Part of a result's identity. */
public enum Kind {
  ATTACK,
  CAMPAIGN,
  BENCHMARK
}

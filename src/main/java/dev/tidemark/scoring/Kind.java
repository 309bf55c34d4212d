package dev.tidemark.scoring;

/** The three kinds of result (method.md section 1). Part of a result's identity. */
public enum Kind {
  ATTACK,
  CAMPAIGN,
  BENCHMARK
}

package dev.tidemark.scoring;

/** What a benchmark measures. */
public enum Skill {
  REASONING,
  PROBLEM_SOLVING,
  CODE_GENERATION,
  KNOWLEDGE
}

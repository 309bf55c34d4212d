package dev.tidemark.scoring;

/** What the attacker had to do, in the order of the attacker's ladder (README, Scoring method). */
public enum Complexity {
  DIRECT,
  TEMPLATED,
  TAILORED,
  ADAPTIVE
}

package dev.tidemark.scoring;

/** What the attacker had to do, in the order of the attacker's ladder (method.md section 3). */
public enum Complexity {
  DIRECT,
  TEMPLATED,
  TAILORED,
  ADAPTIVE
}

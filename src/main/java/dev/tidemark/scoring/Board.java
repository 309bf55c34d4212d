package dev.tidemark.scoring;

/** The two boards: CASI scores single attacks, ARS agentic campaigns. */
public enum Board {
  CASI,
  ARS
}

package dev.tidemark.scoring;

/** How much harm a breach would do; the method gives each level its weight. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}

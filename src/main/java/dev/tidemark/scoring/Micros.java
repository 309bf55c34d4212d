package dev.tidemark.scoring;

/** Millionths: how a fraction enters a tally of integers (README, Scoring method). */
public final class Micros {

  /** Micros of 1. */
  public static final long ONE = 1_000_000;

  private Micros() {}

  /** {@code floor(1e6 * x + 0.5)} in IEEE double arithmetic. */
  public static long of(double x) {
    return (long) Math.floor(1e6 * x + 0.5);
  }
}

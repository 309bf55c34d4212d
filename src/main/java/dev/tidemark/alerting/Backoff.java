package dev.tidemark.alerting;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries that double from {@code min} to {@code max}, each cut by up to half at
 * random, so that those who failed together don't come back together.
 */
record Backoff(Duration min, Duration max, RandomGenerator random) {

  private static final int MOST_DOUBLINGS = 30;

  /** The pause after so many failures in a row, 1 or more. */
  Duration after(int failures) {
    long doubled = min.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    long pause = Math.min(max.toMillis(), doubled);
    return Duration.ofMillis(pause - (long) (random.nextDouble() * pause / 2));
  }
}

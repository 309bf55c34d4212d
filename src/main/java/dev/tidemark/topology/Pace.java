package dev.tidemark.topology;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has work that is done again and again for the sake of freshness rest three times as long as it
 * took, up to a tenth of a second: on a busy machine, or while a backlog is read, what changed is
 * sent on less often and the results themselves have the rest.
 */
final class Pace {

  private static final int REST = 3;

  /** As long as from one commit to the next: a longer one is read off the latency of results. */
  private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;
  private long notBefore;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    notBefore = nanoTime.getAsLong();
  }

  /** Does the work, unless it has just been done and took long. */
  void run(Runnable work) {
    long start = nanoTime.getAsLong();
    if (start - notBefore < 0) {
      return;
    }
    work.run();
    long end = nanoTime.getAsLong();
    notBefore = end + Math.min(REST * (end - start), LONGEST_REST);
  }
}

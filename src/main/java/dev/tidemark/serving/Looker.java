package dev.tidemark.serving;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks at what has changed, in one thread: at once, or when it has rested from the last look for
 * as long as that took. So looking takes half of one core at most. However many changes come until
 * it looks, it looks once.
 */
final class Looker {

  private static final Logger LOG = Logger.getLogger(Looker.class);

  private final ScheduledExecutorService thread;
  private final Runnable look;
  private final Duration rest;
  private final AtomicBoolean asked = new AtomicBoolean();
  private long restedAt = System.nanoTime();

  /**
   * Looks until the thread ends.
   *
   * @param thread a single one
   * @param rest the shortest one
   * @param anyway how often it looks without being told to
   */
  Looker(ScheduledExecutorService thread, Runnable look, Duration rest, Duration anyway) {
    this.thread = thread;
    this.look = look;
    this.rest = rest;
    thread.scheduleWithFixedDelay(
        this::changed, anyway.toNanos(), anyway.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tells it, after the change, that there is one. From any thread; returns at once. */
  void changed() {
    if (asked.compareAndSet(false, true)) {
      try {
        thread.execute(this::lookOnceRested);
      } catch (RejectedExecutionException e) { // the process ends while its views still read
        LOG.debug("event=stream-look-refused");
      }
    }
  }

  private void lookOnceRested() {
    long left = restedAt - System.nanoTime();
    if (left > 0) {
      thread.schedule(this::lookOnceRested, left, TimeUnit.NANOSECONDS);
      return;
    }
    // Before the look: what changes while it looks takes another one.
    asked.set(false);
    look();
  }

  /** Looks without a rest before. In the thread only. */
  void look() {
    long start = System.nanoTime();
    try {
      look.run();
    } catch (RuntimeException | Error e) { // it looks again
      LOG.errorf(e, "event=stream-look-failed");
    }
    long end = System.nanoTime();
    restedAt = end + Math.max(rest.toNanos(), end - start);
  }
}

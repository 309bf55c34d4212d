package dev.tidemark.ingest;

import dev.tidemark.event.EventType;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Gives events their Kafka timestamps, which decide what replaces what: never before an earlier
 * one, a repeated identity at least 1 ms after its previous line, a line after a retraction later
 * than it. One stamper serves all requests of a process, so later requests never fall behind
 * earlier ones. Safe for use by many threads.
 */
public final class Stamper {

  /**
   * How far the stamps may run ahead of the wall clock before publishers are made to wait. More
   * gains nothing, since they wait for their stamps to pass in the end; meanwhile all who share
   * this stamper wait too, and what follows a killed process could come before what it sent.
   */
  static final long MAX_AHEAD_MILLIS = 200;

  /** How long a publisher waits at most; only a wall clock that was set back needs as much. */
  static final long MAX_WAIT_MILLIS = 30_000;

  // Within one millisecond there are far fewer; a bound for a wall clock that stands still.
  private static final int MOST_IDENTITIES = 100_000;

  /** Lets time pass; replaced in tests. */
  @FunctionalInterface
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  private record Identity(EventType type, String key) {}

  private final InstantSource wallClock;
  private final Pause pause;
  private final Set<Identity> stamped = new HashSet<>(); // at the present value of the clock
  private long clock;

  public Stamper(InstantSource wallClock) {
    this(wallClock, Thread::sleep);
  }

  Stamper(InstantSource wallClock, Pause pause) {
    this.wallClock = wallClock;
    this.pause = pause;
  }

  /** The earliest timestamp that the next event can get, in milliseconds. */
  public synchronized long earliest() {
    return Math.max(clock, wallClock.millis());
  }

  /**
   * The timestamp of the next event, in milliseconds. Waits while the clock is too far ahead.
   *
   * @param key its record key
   * @throws ClockAheadException if waiting does not help, or the thread is interrupted
   */
  public long stamp(EventType type, String key) {
    Identity identity = new Identity(type, key);
    while (true) {
      synchronized (this) {
        move(earliest());
        boolean moves =
            type == EventType.RETRACT
                || stamped.size() >= MOST_IDENTITIES
                || stamped.contains(identity);
        // Who doesn't move the clock waits for one that was set back, not for those who do.
        if (ahead() + (moves ? 1 : 0) <= MAX_AHEAD_MILLIS) {
          return stamp(identity, moves);
        }
      }
      if (!await(() -> ahead() + 1 - MAX_AHEAD_MILLIS)) {
        throw new ClockAheadException(ahead());
      }
    }
  }

  private long stamp(Identity identity, boolean moves) {
    long before = clock;
    if (moves) {
      move(clock + 1);
    }
    if (identity.type() == EventType.RETRACT) {
      return before;
    }
    stamped.add(identity);
    return clock;
  }

  /**
   * Waits until the wall clock has passed a stamp: what any other process stamps from then on is
   * later, if its clock agrees. No longer than a publisher waits at most.
   */
  void awaitPassed(long stamp) {
    await(() -> stamp + 1 - wallClock.millis());
  }

  private void move(long time) {
    if (time > clock) {
      clock = time;
      stamped.clear();
    }
  }

  private synchronized long ahead() {
    return clock - wallClock.millis();
  }

  /** Waits while there are milliseconds left; false if that takes too long or is interrupted. */
  private boolean await(LongSupplier left) {
    long waited = 0;
    long millis;
    while ((millis = left.getAsLong()) > 0) {
      if (waited >= MAX_WAIT_MILLIS) {
        return false;
      }
      millis = Math.min(millis, MAX_WAIT_MILLIS - waited);
      try {
        pause.millis(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      waited += millis;
    }
    return true;
  }
}

package dev.tidemark.topology;

import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Asks for commits before the commit interval is over: while results are recent or few, what waits
 * for a commit gets one soon after the last. A commit sends, scores and writes each tally that
 * changed once, however many results changed it, so in a backlog it pays to wait for the interval.
 * Where nothing waits, none is asked for.
 *
 * <p>The tasks of a thread commit together, so there is one for each thread.
 */
final class CommitPace {

  /** From one commit to the next that is asked for, in milliseconds. */
  static final long SPACING = 200;

  /** A result is late if it is older than this when a ledger takes it up, in milliseconds. */
  static final long RECENT = 2_000;

  /** Up to this many late results between two commits are few; a backlog brings far more. */
  static final int FEW = 100;

  private static final ThreadLocal<CommitPace> OF_THREAD = ThreadLocal.withInitial(CommitPace::new);

  private long committedAt;

  /** Whether something was done since the last commit, and since one was last asked for. */
  private boolean waits;

  /** Late results since the last commit. */
  private int late;

  /** The one of the stream thread that calls. */
  static CommitPace ofThread() {
    return OF_THREAD.get();
  }

  /**
   * A ledger takes up what a source record says.
   *
   * @param timestamp of the source record
   */
  void taken(long timestamp, ProcessorContext<?, ?> context) {
    if (context.currentSystemTimeMs() - timestamp > RECENT) {
      late++;
    }
    done(context);
  }

  /** Something else was done that waits for a commit; how old it is doesn't matter. */
  void done(ProcessorContext<?, ?> context) {
    waits = true;
    check(context);
  }

  /** Time has passed: what waits is due even if nothing follows it. */
  void check(ProcessorContext<?, ?> context) {
    // Either way, so that a clock that was set back doesn't stop it.
    if (waits && late <= FEW && Math.abs(context.currentSystemTimeMs() - committedAt) >= SPACING) {
      waits = false;
      context.commit();
    }
  }

  /** The thread has committed. */
  void committed(long now) {
    committedAt = now;
    waits = false;
    late = 0;
  }
}

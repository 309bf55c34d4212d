package dev.tidemark.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The records of one call that wait for the broker, oldest first. For one thread. */
final class InFlight {

  private record Sent(long line, CompletableFuture<Void> acknowledgement, long nanos) {}

  private final int max;
  private final Duration timeout;
  private final Queue<Sent> waiting = new ArrayDeque<>();
  private long acknowledged;
  private long throughLine;
  private long lastLine;

  InFlight(int max, Duration timeout) {
    this.max = max;
    this.timeout = timeout;
  }

  void add(long line, CompletionStage<Void> acknowledgement) {
    waiting.add(new Sent(line, acknowledgement.toCompletableFuture(), System.nanoTime()));
    lastLine = line;
  }

  /** A line that needs no acknowledgement. */
  void dealtWith(long line) {
    lastLine = line;
  }

  /**
   * Takes out what is acknowledged, and waits for the oldest while there is no room. One that has
   * waited for too long ends the call even if there is room: a trickle is no progress.
   */
  void room() throws PublishException {
    while (!waiting.isEmpty()
        && (waiting.size() >= max
            || waiting.element().acknowledgement().isDone()
            || left(waiting.element()) <= 0)) {
      awaitOldest();
    }
  }

  /** Waits for all. */
  void drain() throws PublishException {
    while (!waiting.isEmpty()) {
      awaitOldest();
    }
    throughLine = lastLine;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** The failure that ends the call, with what has been acknowledged by now. */
  PublishException stopped(PublishException.Side side, Throwable cause) {
    long others =
        waiting.stream()
            .map(Sent::acknowledgement)
            .filter(future -> future.isDone() && !future.isCompletedExceptionally())
            .count();
    return new PublishException(side, acknowledged + others, throughLine, cause);
  }

  private long left(Sent sent) {
    return timeout.toNanos() - (System.nanoTime() - sent.nanos());
  }

  private void awaitOldest() throws PublishException {
    Sent oldest = waiting.element();
    try {
      oldest.acknowledgement().get(Math.max(0, left(oldest)), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(PublishException.Side.SINK, e);
    } catch (ExecutionException e) {
      throw stopped(PublishException.Side.SINK, e.getCause());
    } catch (TimeoutException e) {
      throw stopped(PublishException.Side.SINK, e);
    }
    waiting.remove();
    acknowledged++;
    throughLine = oldest.line();
  }
}

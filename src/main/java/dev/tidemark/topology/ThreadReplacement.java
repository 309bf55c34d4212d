package dev.tidemark.topology;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jboss.logging.Logger;

/**
 * A stream thread that dies is replaced, for ever: what it worked on was not committed, so nothing
 * is lost, and most causes (a broker that was away for long, a disk that was full) pass. The pause
 * keeps a lasting cause from spinning.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

  private static final Logger LOG = Logger.getLogger(ThreadReplacement.class);
  private static final long PAUSE_SECONDS = 2;

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    LOG.errorf(failure, "event=stream-thread-died action=replace");
    try {
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}

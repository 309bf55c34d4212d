package dev.tidemark.serving;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks until channels have been read up to where their topics ended at the start, then tells it,
 * once. In a thread of its own: asking the consumers may take seconds, which no request and no
 * probe should wait for.
 */
final class CatchUp {

  private static final Logger LOG = Logger.getLogger(CatchUp.class);
  private static final long LOOK_EVERY_MS = 100;

  private final String name;
  private final List<ChannelProgress> channels;
  private final Runnable caughtUp;
  private final ScheduledExecutorService looker;
  private boolean failed;

  /**
   * @param name of the thread
   * @param caughtUp is told, in that thread
   */
  CatchUp(String name, List<ChannelProgress> channels, Runnable caughtUp) {
    this.name = name;
    this.channels = channels;
    this.caughtUp = caughtUp;
    looker = Background.thread(name);
  }

  void start() {
    looker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (channels.stream().allMatch(ChannelProgress::caughtUp)) {
        caughtUp.run();
        looker.shutdown();
      }
    } catch (RuntimeException | Error e) { // thrown on, it would never look again
      // Once: it looks again in a moment.
      if (!failed && !looker.isShutdown()) {
        LOG.errorf(e, "event=catch-up-failed of=%s", name);
        failed = true;
      }
    }
  }

  void stop() {
    looker.shutdownNow();
  }
}

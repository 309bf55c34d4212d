package dev.tidemark.cli.demo;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A simulated evaluation farm: sends its story as any runner would, line by line through the checks
 * of a publisher, and goes on with a trickle until it is stopped.
 */
public final class DemoFarm {

  private static final Logger LOG = Logger.getLogger(DemoFarm.class);
  private static final long TICK_MILLIS = 250;
  private static final long RETRY_SECONDS = 5;

  /** Where the lines go. */
  @FunctionalInterface
  public interface Outlet {

    /** Publishes lines of NDJSON; returns when the broker has them. */
    void publish(List<String> lines) throws Exception;
  }

  private final DemoStory story;
  private final Outlet outlet;

  public DemoFarm(Clock clock, Outlet outlet) {
    this.story = new DemoStory(clock);
    this.outlet = outlet;
  }

  /** Begins, in a thread of its own that ends with the process. */
  public void start() {
    Thread thread = new Thread(this::run, "demo-farm");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long sent = publish(story.opening());
      LOG.infof("event=demo-opening lines=%d", sent);
      sent = publish(story.history());
      LOG.infof("event=demo-history lines=%d", sent);
      for (int tick = 0; ; tick++) {
        List<String> lines = story.tick(tick);
        if (!lines.isEmpty()) {
          send(lines);
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long publish(List<List<String>> batches) throws InterruptedException {
    long sent = 0;
    for (List<String> batch : batches) {
      send(batch);
      sent += batch.size();
    }
    return sent;
  }

  /** As often as it takes: the broker may be away for a while, and a repeat changes nothing. */
  private void send(List<String> lines) throws InterruptedException {
    while (true) {
      try {
        outlet.publish(lines);
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) { // the outlet's, of many kinds
        LOG.warnf("event=demo-waits cause=%s", e.getMessage());
        TimeUnit.SECONDS.sleep(RETRY_SECONDS);
      }
    }
  }
}

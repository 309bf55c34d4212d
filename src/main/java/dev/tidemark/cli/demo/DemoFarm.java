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
          outlet.publish(lines);
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // the outlet's, of many kinds; what was sent goes on being served
      LOG.warnf("event=demo-stopped cause=%s", e.getMessage());
    }
  }

  private long publish(List<List<String>> batches) throws Exception {
    long sent = 0;
    for (List<String> batch : batches) {
      outlet.publish(batch);
      sent += batch.size();
    }
    return sent;
  }
}

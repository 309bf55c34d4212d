package dev.tidemark.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * How far this node has come with the standings and alerts that stood when it started. A thread of
 * its own looks until they are read: asking the consumers may take seconds, which no request and no
 * probe should wait for.
 */
@Singleton
public class ViewProgress {

  private static final Logger LOG = Logger.getLogger(ViewProgress.class);
  private static final long LOOK_EVERY_MS = 100;

  private final List<ChannelProgress> channels;
  private final ScheduledExecutorService looker = Background.thread("view-progress");
  private volatile boolean caughtUp;
  private boolean failed;

  ViewProgress(
      StandingsView standings,
      AlertsView alerts,
      KafkaClientService clients,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    channels =
        roles.contains("serve")
            ? List.of(
                new ChannelProgress("standings", standings::consumed, clients),
                new ChannelProgress("alerts", alerts::consumed, clients))
            : List.of();
    caughtUp = channels.isEmpty();
  }

  void start(@Observes StartupEvent event) {
    if (!caughtUp) {
      looker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Whether the views hold all that stood in their topics at the start; from then on they do, also
   * while the broker is away. A process that doesn't serve has none and waits for nothing. Returns
   * at once.
   */
  public boolean caughtUp() {
    return caughtUp;
  }

  private void look() {
    try {
      if (channels.stream().allMatch(ChannelProgress::caughtUp)) {
        caughtUp = true;
        looker.shutdown();
      }
    } catch (RuntimeException | Error e) { // thrown on, it would never look again
      // Once: it looks again in a moment.
      if (!failed && !looker.isShutdown()) {
        LOG.errorf(e, "event=view-progress-failed");
        failed = true;
      }
    }
  }

  void stop(@Observes ShutdownEvent event) {
    looker.shutdownNow();
  }
}

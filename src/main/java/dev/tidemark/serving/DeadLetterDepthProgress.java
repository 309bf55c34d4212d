package dev.tidemark.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Tells the depth once the dead letters that stood at the start have been read. Apart from {@link
 * ViewProgress}, because a node serves standings without them.
 */
@Singleton
public class DeadLetterDepthProgress {

  private static final Logger LOG = Logger.getLogger(DeadLetterDepthProgress.class);
  private static final long LOOK_EVERY_MS = 500;

  private final DeadLetterDepth depth;
  private final ChannelProgress channel;
  private final boolean serves;
  private final ScheduledExecutorService looker = Background.thread("dead-letter-progress");
  private boolean failed;

  DeadLetterDepthProgress(
      DeadLetterDepth depth,
      KafkaClientService clients,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    this.depth = depth;
    channel = new ChannelProgress("dead-letters", depth::consumed, clients);
    serves = roles.contains("serve");
  }

  void start(@Observes StartupEvent event) {
    if (serves) {
      looker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      if (channel.caughtUp()) {
        depth.complete();
        looker.shutdown();
      }
    } catch (RuntimeException | Error e) { // thrown on, it would never look again
      // Once: it looks again in a moment.
      if (!failed && !looker.isShutdown()) {
        LOG.errorf(e, "event=dead-letter-progress-failed");
        failed = true;
      }
    }
  }

  void stop(@Observes ShutdownEvent event) {
    looker.shutdownNow();
  }
}

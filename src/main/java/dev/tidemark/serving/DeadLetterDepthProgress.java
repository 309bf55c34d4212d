package dev.tidemark.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells the depth once the dead letters that stood at the start have been read. Apart from {@link
 * ViewProgress}, because a node serves standings without them.
 */
@Singleton
public class DeadLetterDepthProgress {

  private final CatchUp depthRead;
  private final boolean serves;

  DeadLetterDepthProgress(
      DeadLetterDepth depth,
      KafkaClientService clients,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    depthRead =
        new CatchUp(
            "dead-letter-progress",
            List.of(new ChannelProgress("dead-letters", depth::consumed, clients)),
            depth::complete);
    serves = roles.contains("serve");
  }

  void start(@Observes StartupEvent event) {
    if (serves) {
      depthRead.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    depthRead.stop();
  }
}

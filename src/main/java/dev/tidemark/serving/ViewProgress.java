package dev.tidemark.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How far this node has come with the standings and alerts that stood when it started. */
@Singleton
public class ViewProgress {

  private final CatchUp views;
  private volatile boolean caughtUp;

  ViewProgress(
      StandingsView standings,
      AlertsView alerts,
      KafkaClientService clients,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    views =
        new CatchUp(
            "view-progress",
            List.of(
                new ChannelProgress("standings", standings::consumed, clients),
                new ChannelProgress("alerts", alerts::consumed, clients)),
            () -> caughtUp = true);
    caughtUp = !roles.contains("serve");
  }

  void start(@Observes StartupEvent event) {
    if (!caughtUp) {
      views.start();
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

  void stop(@Observes ShutdownEvent event) {
    views.stop();
  }
}

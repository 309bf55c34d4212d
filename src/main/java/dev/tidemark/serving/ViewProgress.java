package dev.tidemark.serving;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How far this node has come with the standings and alerts that stood when it started. */
@Singleton
public class ViewProgress {

  private final List<ChannelProgress> channels;

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
  }

  /**
   * Whether the views hold all that stood in their topics at the start; a process that doesn't
   * serve has none and waits for nothing.
   */
  public boolean caughtUp() {
    return channels.stream().allMatch(ChannelProgress::caughtUp);
  }
}

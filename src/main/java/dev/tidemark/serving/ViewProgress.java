package dev.tidemark.serving;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Singleton;
import java.util.List;

/** How far this node has come with the standings and alerts that stood when it started. */
@Singleton
public class ViewProgress {

  private final List<ChannelProgress> channels;

  ViewProgress(StandingsView standings, AlertsView alerts, KafkaClientService clients) {
    channels =
        List.of(
            new ChannelProgress("standings", standings::consumed, clients),
            new ChannelProgress("alerts", alerts::consumed, clients));
  }

  /** Whether the views hold all that stood in their topics at the start. */
  public boolean caughtUp() {
    return channels.stream().allMatch(ChannelProgress::caughtUp);
  }
}

package dev.tidemark.alerting;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A dispatcher with all that belongs to it, as the service starts it, without the service. */
final class RunningDispatcher implements AutoCloseable {

  /** Goes like any other, but so that the alerts of {@link Alerts} are of the running month. */
  static final Clock JANUARY = startingAt("2026-01-20T12:00:00Z");

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final DeliveryReports reports = new DeliveryReports(meters);
  final Silences silences;
  final Dispatcher dispatcher;
  final DeliveryHealth health;

  /** Retries soon; the other settings are as given. */
  RunningDispatcher(String bootstrapServers, Clock clock, String... settings) {
    List<String> all = new ArrayList<>(List.of("retry-min", "PT0.05S", "retry-max", "PT0.2S"));
    all.addAll(Arrays.asList(settings));
    Set<String> roles = Set.of("deliver");
    silences = new Silences(bootstrapServers, roles);
    dispatcher =
        new Dispatcher(
            Settings.of(all.toArray(String[]::new)),
            silences,
            reports,
            clock,
            bootstrapServers,
            roles,
            Optional.of(URI.create("https://tidemark.example/")),
            "127.0.0.1",
            8080) {
          @Override
          Map<String, String> environment() {
            return Settings.ENVIRONMENT;
          }
        };
    health = new DeliveryHealth(dispatcher, reports);
    dispatcher.check(null);
    silences.start(null);
    dispatcher.start(null);
  }

  static Clock startingAt(String time) {
    return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse(time)));
  }

  /** Transitions of a receiver with this outcome. */
  double count(String receiver, String outcome) {
    return meters
        .get("tidemark.alert.deliveries")
        .tags("receiver", receiver, "outcome", outcome)
        .counter()
        .count();
  }

  @Override
  public void close() {
    try {
      dispatcher.stop(null);
      silences.stop(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

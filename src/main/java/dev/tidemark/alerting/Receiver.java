package dev.tidemark.alerting;

import dev.tidemark.alerting.DeliveryConfig.ReceiverConfig;
import dev.tidemark.event.Alert;
import dev.tidemark.event.Glob;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who is told of alerts.
 *
 * @param secret signing key, routing key or bearer token, as its type says; empty if it has none
 */
record Receiver(String name, URI url, Optional<String> secret, ReceiverConfig config) {

  ReceiverType type() {
    return config.type();
  }

  /** Whether it hears of this alert; by rule, severity, model and provider alone. */
  boolean hearsOf(Alert alert) {
    return config.rules().orElse(Set.of(alert.getRule())).contains(alert.getRule())
        && alert.getSeverity().compareTo(config.minSeverity()) >= 0
        && config
            .models()
            .map(
                patterns ->
                    patterns.stream().anyMatch(pattern -> Glob.matches(pattern, alert.getModel())))
            .orElse(true)
        && config
            .providers()
            .map(
                patterns ->
                    alert.getProvider() != null
                        && patterns.stream()
                            .anyMatch(pattern -> Glob.matches(pattern, alert.getProvider())))
            .orElse(true);
  }

  /** Without the secret, and without the path of the address, which may be one too. */
  @Override
  public String toString() {
    return "Receiver[name=%s, type=%s, host=%s]".formatted(name, type(), url.getHost());
  }
}

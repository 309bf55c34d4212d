package dev.tidemark.serving;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether every alert that stands is served. A check of wellness, as that of the standings. */
@Wellness
@Singleton
class AlertsHealth implements HealthCheck {

  private final AlertsView view;

  AlertsHealth(AlertsView view) {
    this.view = view;
  }

  @Override
  public HealthCheckResponse call() {
    return Completeness.of(
        "alerts-complete",
        view,
        "more alerts stand than tidemark.serve.max-alerts: find who invents model names and"
            + " withdraw those results, or raise it");
  }
}

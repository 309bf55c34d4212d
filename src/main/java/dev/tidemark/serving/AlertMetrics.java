package dev.tidemark.serving;

import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** How many alerts stand, by rule and severity; 0 is shown, so that an absence can be told. */
@Singleton
@Startup
public class AlertMetrics {

  private final AlertsView view;

  AlertMetrics(AlertsView view, MeterRegistry meters) {
    this.view = view;
    for (AlertRule rule : AlertRule.values()) {
      for (AlertSeverity severity : AlertSeverity.values()) {
        Gauge.builder("tidemark.alerts.firing", () -> firing(rule, severity))
            .description("Alerts that stand")
            .tag("rule", rule.name())
            .tag("severity", severity.name())
            .register(meters);
      }
    }
  }

  private long firing(AlertRule rule, AlertSeverity severity) {
    return view.all().stream()
        .filter(AlertsView::isFiring)
        .filter(alert -> alert.getRule() == rule && alert.getSeverity() == severity)
        .count();
  }
}

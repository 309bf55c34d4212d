package dev.tidemark.serving;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the standings and alerts that stood when this node started have all been taken in: a
 * node that serves half a leaderboard is worse than none. Stays ready from then on; a broker that
 * goes away doesn't take away what was read.
 */
@Readiness
@Singleton
public class ViewReadiness implements HealthCheck {

  private final StandingsView view;
  private final AlertsView alerts;
  private final ViewProgress progress;

  ViewReadiness(StandingsView view, AlertsView alerts, ViewProgress progress) {
    this.view = view;
    this.alerts = alerts;
    this.progress = progress;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("standings")
        .status(progress.caughtUp())
        .withData("recordsRead", view.consumed())
        .withData("alertsRead", alerts.consumed())
        .build();
  }
}

package dev.tidemark.serving;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether every standing is served. A check of wellness: names without end are somebody's business,
 * but the models that are known are served all the same.
 */
@Wellness
@Singleton
class StandingsHealth implements HealthCheck {

  private final StandingsView view;

  StandingsHealth(StandingsView view) {
    this.view = view;
  }

  @Override
  public HealthCheckResponse call() {
    return Completeness.of(
        "standings-complete",
        view,
        "there are more standings than tidemark.serve.max-standings: find who invents model"
            + " names and withdraw those results, or raise it");
  }
}

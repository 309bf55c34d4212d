package dev.tidemark.alerting;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Which receivers take alerts. A check of wellness: one that is dead is somebody's business, but no
 * reason to take this node out of service.
 */
@Wellness
@Singleton
public class DeliveryHealth implements HealthCheck {

  private final Dispatcher dispatcher;
  private final DeliveryReports reports;

  DeliveryHealth(Dispatcher dispatcher, DeliveryReports reports) {
    this.dispatcher = dispatcher;
    this.reports = reports;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("alert-delivery");
    boolean up = true;
    for (Receiver receiver : dispatcher.receivers()) {
      DeliveryReports.Report report = reports.report(receiver.name()).orElse(null);
      boolean failing = report != null && report.failingSince() != null;
      up &= !failing;
      response.withData(
          receiver.name(),
          report == null
              ? "standing by"
              : (failing ? "failing since " + report.failingSince() : "up")
                  + ", pending "
                  + report.pending());
    }
    return response.status(up).build();
  }
}

package dev.tidemark.topology;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Health of the scoring topology. A rebalance or a restore is named in the data but isn't a failure
 * once the topology has run: a node that serves as well would be taken out of service with every
 * other one at each rebalance, although its standings are still there.
 */
@Singleton
public class TopologyHealth {

  private static final Set<String> DEAD = Set.of("ERROR", "PENDING_ERROR", "NOT_RUNNING");

  private final TopologyRunner runner;
  private volatile boolean hasRun;

  TopologyHealth(TopologyRunner runner) {
    this.runner = runner;
  }

  @Produces
  @Liveness
  HealthCheck alive() {
    return () -> respond("topology-alive", runner.state().filter(DEAD::contains).isEmpty());
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> {
      Optional<String> state = runner.state();
      hasRun |= state.filter("RUNNING"::equals).isPresent();
      return respond(
          "topology", state.isEmpty() || hasRun && state.filter(DEAD::contains).isEmpty());
    };
  }

  private HealthCheckResponse respond(String name, boolean up) {
    var response =
        HealthCheckResponse.named(name)
            .status(up)
            .withData("state", runner.state().orElse("NOT_IN_THIS_ROLE"));
    long remaining = runner.restoreRemaining();
    return (remaining > 0 ? response.withData("restoreRemaining", remaining) : response).build();
  }
}

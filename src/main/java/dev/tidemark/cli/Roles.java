package dev.tidemark.cli;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What this process does; a request for what it doesn't is answered plainly. */
@ApplicationScoped
public class Roles {

  private static final Set<String> KNOWN = Set.of("ingest", "score", "serve", "deliver");
  private static final String INGEST_PATH = "/api/v1/results";
  private static final String SAMPLES_PATH = "/api/v1/alerts/test";
  private static final String SILENCES_PATH = "/api/v1/silences";
  private static final String OPERATIONS_PATH = "/api/v1/topology";

  private final Set<String> roles;

  Roles(@ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    this.roles = roles;
  }

  void check(@Observes @Priority(0) StartupEvent event) {
    Set<String> unknown = new TreeSet<>(roles);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "tidemark.roles holds %s: it is a list of ingest, score, serve, deliver"
              .formatted(unknown));
    }
  }

  @ServerRequestFilter
  void refuseOthersWork(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    String needed = needed(path);
    if (!path.equals(OPERATIONS_PATH) && !roles.contains(needed)) {
      throw HttpProblem.valueOf(
          Response.Status.NOT_FOUND,
          "this node doesn't have the role '%s' (tidemark.roles)".formatted(needed));
    }
  }

  private static String needed(String path) {
    if (path.equals(INGEST_PATH)) {
      return "ingest";
    }
    boolean delivery = path.equals(SAMPLES_PATH) || path.startsWith(SILENCES_PATH);
    return delivery ? "deliver" : "serve";
  }
}

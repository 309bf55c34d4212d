package dev.tidemark.serving;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what comes from the views until they hold what stood when this node started: half a
 * leaderboard looks like a whole one, and a gate would not know a model that isn't read yet. Never
 * again from then on: what was read is served while the broker or the topology is away.
 */
public class ViewFilter {

  private static final int RETRY_AFTER_SECONDS = 2;

  private final ViewProgress views;

  ViewFilter(ViewProgress views) {
    this.views = views;
  }

  @FromViews
  @ServerRequestFilter
  Optional<Response> refuse(ResourceInfo asked) {
    if (views.caughtUp()) {
      return Optional.empty();
    }
    return Optional.of(isPage(asked) ? PageHeaders.reading(RETRY_AFTER_SECONDS) : problem());
  }

  /** Not thrown: each would be a stack trace in the log, as for a failure. */
  private static Response problem() {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(
            "this node is not ready: it has not yet read all standings and alerts since it started;"
                + " ask again in a moment")
        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build()
        .toResponse();
  }

  private static boolean isPage(ResourceInfo asked) {
    Produces types = asked.getResourceMethod().getAnnotation(Produces.class);
    return types != null && List.of(types.value()).contains(PageHeaders.HTML);
  }
}

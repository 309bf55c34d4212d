package dev.tidemark.ingest;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds every request that could change something to {@link WriteAccess}, whoever answers it. */
public class WriteFilter {

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final WriteAccess access;

  WriteFilter(WriteAccess access) {
    this.access = access;
  }

  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  void refuse(ContainerRequestContext context, HttpHeaders headers, HttpServerRequest request) {
    if (!READING.contains(context.getMethod())) {
      HostAndPort authority = request.authority();
      access
          .refusal(headers, authority == null ? null : authority.host())
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
  }
}

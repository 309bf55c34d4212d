package dev.tidemark.serving;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code GET /api/v1/stream}. On Vert.x itself, which says when a client's connection is full;
 * errors are those of the other endpoints.
 */
@Singleton
class StreamRoute {

  /** Where the stream is. */
  static final String PATH = "/api/v1/stream";

  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final StreamClients clients;
  private final boolean serves;

  StreamRoute(StreamClients clients, @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    this.clients = clients;
    this.serves = roles.contains("serve");
  }

  void register(@Observes Router router) {
    router.get(PATH).handler(this::open);
    router.route(PATH).handler(StreamRoute::refuseMethod);
  }

  private static void refuseMethod(RoutingContext routing) {
    refuse(
        routing.response().putHeader("Allow", "GET"),
        NOT_ALLOWED,
        "Method Not Allowed",
        "the stream is only to be read");
  }

  private void open(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    if (!serves) {
      refuse(
          response,
          NOT_FOUND,
          "Not Found",
          "this node doesn't have the role 'serve' (tidemark.roles)");
      return;
    }
    if (response.closed()) {
      // Nobody would say so again, and the place would stay taken.
      return;
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        // Or nginx keeps the events until its buffer is full.
        .putHeader("X-Accel-Buffering", "no");
    if (!clients.admit(routing.request(), start(routing.request()))) {
      response.setChunked(false).putHeader("Retry-After", "5");
      refuse(
          response,
          UNAVAILABLE,
          "Service Unavailable",
          "as many clients as this node takes are connected (tidemark.serve.stream.max-clients)");
    }
  }

  /**
   * Where the client goes on: the header that a reconnecting EventSource sends is newer than what
   * its address may hold.
   */
  private static String start(HttpServerRequest request) {
    String header = request.getHeader("Last-Event-ID");
    if (header != null) {
      return header;
    }
    return "now".equals(request.getParam("from"))
        ? StreamClient.NOW
        : request.getParam("lastEventId");
  }

  private static void refuse(HttpServerResponse response, int status, String title, String detail) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("status", status)
                .put("title", title)
                .put("detail", detail)
                .encode());
  }
}

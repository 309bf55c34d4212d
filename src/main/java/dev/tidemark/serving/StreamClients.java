package dev.tidemark.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients of the stream. One thread looks for changes, only while somebody listens, and wakes
 * them; each then writes for itself. Who comes before the views are read is let in and waits: after
 * a refusal an EventSource would not come again.
 */
@Singleton
class StreamClients {

  /** Between two tries to begin, until the views are read. */
  private static final long WAIT_MS = 100;

  /** Long enough for the batches of one commit, which come one after the other. */
  private static final Duration REST = Duration.ofMillis(50);

  /** For what the clock alone changes: a month ends. */
  private static final Duration ANYWAY = Duration.ofSeconds(1);

  private final StreamChanges changes;
  private final ViewProgress views;
  private final StreamConfig config;
  private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final ScheduledExecutorService thread = Background.thread("stream-changes");
  private final Looker looker;

  StreamClients(
      StreamChanges changes,
      StandingsView standings,
      AlertsView alerts,
      ViewProgress views,
      StreamConfig config,
      MeterRegistry meters) {
    this.changes = changes;
    this.views = views;
    this.config = config;
    Gauge.builder("tidemark.stream.clients", places, AtomicInteger::get)
        .description("Clients connected to the event stream")
        .register(meters);
    looker = new Looker(thread, this::look, REST, ANYWAY);
    standings.onChange(looker::changed);
    alerts.onChange(looker::changed);
  }

  /**
   * Takes a client in and sends it what it doesn't know. To be called on the connection's context.
   *
   * @param request whose response has its headers, nothing sent yet
   * @param lastEventId up to which it knows everything; null if it knows nothing
   * @return false, and nothing done, if there is no place left
   */
  boolean admit(HttpServerRequest request, String lastEventId) {
    if (places.incrementAndGet() > config.maxClients()) {
      places.decrementAndGet();
      return false;
    }
    StreamClient client =
        new StreamClient(changes.log(), request, Vertx.currentContext(), config, this::leave);
    clients.add(client);
    request.response().closeHandler(any -> leave(client));
    client.open();
    thread.execute(() -> begin(client, lastEventId));
    return true;
  }

  private void begin(StreamClient client, String lastEventId) {
    if (views.caughtUp()) {
      // Nobody may have listened before: what changed since comes first.
      looker.look();
      client.start(lastEventId);
    } else if (clients.contains(client) && !thread.isShutdown()) {
      thread.schedule(() -> begin(client, lastEventId), WAIT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void leave(StreamClient client) {
    if (clients.remove(client)) {
      places.decrementAndGet();
      client.closed();
    }
  }

  private void look() {
    if (!clients.isEmpty() && views.caughtUp() && changes.tell()) {
      clients.forEach(StreamClient::wake);
    }
  }

  /** The HTTP server has closed its connections by then: nobody is left to look for. */
  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
  }
}

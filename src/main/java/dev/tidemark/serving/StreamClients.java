package dev.tidemark.serving;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The clients of the stream. One thread looks for changes, only while somebody listens, and wakes
 * them; each then writes for itself. Who comes before the views are read is let in and waits: after
 * a refusal an EventSource would not come again.
 */
@Singleton
class StreamClients {

  private static final Logger LOG = Logger.getLogger(StreamClients.class);
  private static final long LOOK_EVERY_MS = 100;

  private final StreamChanges changes;
  private final ViewProgress views;
  private final StreamConfig config;
  private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final ScheduledExecutorService looker = Background.thread("stream-changes");

  StreamClients(
      StreamChanges changes, ViewProgress views, StreamConfig config, MeterRegistry meters) {
    this.changes = changes;
    this.views = views;
    this.config = config;
    Gauge.builder("tidemark.stream.clients", places, AtomicInteger::get)
        .description("Clients connected to the event stream")
        .register(meters);
    lookLater(LOOK_EVERY_MS);
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
    looker.execute(() -> begin(client, lastEventId));
    return true;
  }

  private void begin(StreamClient client, String lastEventId) {
    if (views.caughtUp()) {
      // Nobody may have listened before: what changed since comes first.
      look();
      client.start(lastEventId);
    } else if (clients.contains(client) && !looker.isShutdown()) {
      looker.schedule(() -> begin(client, lastEventId), LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void leave(StreamClient client) {
    if (clients.remove(client)) {
      places.decrementAndGet();
      client.closed();
    }
  }

  private void lookLater(long millis) {
    looker.schedule(this::lookAgain, millis, TimeUnit.MILLISECONDS);
  }

  private void lookAgain() {
    long start = System.nanoTime();
    if (!clients.isEmpty() && views.caughtUp()) {
      look();
    }
    if (!looker.isShutdown()) {
      // Looking at very large boards takes half of one core at most.
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      lookLater(Math.max(LOOK_EVERY_MS, took));
    }
  }

  private void look() {
    try {
      if (changes.tell()) {
        clients.forEach(StreamClient::wake);
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "event=stream-look-failed");
    }
  }

  /** The HTTP server has closed its connections by then: nobody is left to look for. */
  void stop(@Observes ShutdownEvent event) {
    looker.shutdownNow();
  }
}

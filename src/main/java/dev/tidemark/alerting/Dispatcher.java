package dev.tidemark.alerting;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Delivers alerts where this process has the role {@code deliver} and receivers are configured. Of
 * all such processes one is active, the others stand by.
 */
@ApplicationScoped
public class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final int PAUSE_SECONDS = 1;
  private static final long STOP_MILLIS = 8_000;

  private final DeliveryConfig config;
  private final DeliveryClients clients;
  private final Silences silences;
  private final DeliveryReports reports;
  private final Clock clock;
  private final boolean here;
  private final Sender sender;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread running = new Thread(this::run, "tidemark-delivery");
  private List<Receiver> receivers = List.of();

  Dispatcher(
      DeliveryConfig config,
      Silences silences,
      DeliveryReports reports,
      Clock clock,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles,
      @ConfigProperty(name = "tidemark.public-url") Optional<URI> publicUrl,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.config = config;
    this.clients = new DeliveryClients(bootstrapServers);
    this.silences = silences;
    this.reports = reports;
    this.clock = clock;
    this.here = roles.contains("deliver");
    this.sender = new Sender(config.timeout(), service(publicUrl, host, port), clock);
    running.setDaemon(true);
  }

  /** Before anything else starts: a wrong setting ends the start. */
  void check(@Observes @Priority(0) StartupEvent event) {
    if (here) {
      receivers = Receivers.of(config, environment());
    }
  }

  void start(@Observes @Priority(200) StartupEvent event) {
    if (!receivers.isEmpty()) {
      receivers.forEach(receiver -> LOG.infof("event=alert-receiver %s", receiver));
      reports.watch(receivers);
      running.start();
    }
  }

  void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    running.join(STOP_MILLIS);
  }

  List<Receiver> receivers() {
    return receivers;
  }

  /** Sends a transition to a receiver, past queue and record: for samples. */
  CompletableFuture<Sender.Answer> send(Receiver receiver, Transition sample) {
    return sender.send(receiver, sample);
  }

  /** Where secrets are looked up. */
  Map<String, String> environment() {
    return System.getenv();
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try {
        new DeliveryTerm(clients, queues(), sender, silences, reports, clock, this::isStopped)
            .run();
      } catch (RuntimeException e) {
        // The cluster is away, or another one has taken over: everything is read anew.
        LOG.warnf("event=delivery-interrupted error=%s", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private List<ReceiverQueue> queues() {
    Backoff backoff = new Backoff(config.retryMin(), config.retryMax(), new Random());
    return receivers.stream()
        .map(
            receiver ->
                new ReceiverQueue(
                    receiver,
                    new ReceiverStatus(receiver.name(), backoff),
                    config.deliverPeriods(),
                    config.giveUpAfter()))
        .toList();
  }

  private void pause() {
    try {
      stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Address of the service, for links, without a slash at its end.
   *
   * @throws IllegalArgumentException if the one that is configured is none
   */
  static String service(Optional<URI> publicUrl, String host, int port) {
    if (publicUrl.isEmpty()) {
      String name = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host;
      return "http://%s:%d".formatted(name.contains(":") ? '[' + name + ']' : name, port);
    }
    URI url = publicUrl.get();
    if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException(
          "tidemark.public-url must be an address such as https://tidemark.example");
    }
    return url.toString().replaceAll("/+$", "");
  }
}

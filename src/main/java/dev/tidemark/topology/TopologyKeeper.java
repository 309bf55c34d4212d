package dev.tidemark.topology;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jboss.logging.Logger;

/**
 * Keeps the topology running: when a client of Kafka Streams has lost threads for good, another one
 * takes its place. That happens when a thread dies while no other can be made: the broker's name
 * isn't known at that moment, or the process is out of file descriptors.
 */
final class TopologyKeeper {

  private static final Logger LOG = Logger.getLogger(TopologyKeeper.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Supplier<TopologyClient> clients;
  private final Runnable ready;
  private final Runnable giveUp;
  private final Duration closing;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "topology-keeper");
            thread.setDaemon(true);
            return thread;
          });
  private volatile TopologyClient client;
  private volatile boolean stopped;
  private boolean wasWhole = true;

  /**
   * @param clients makes one
   * @param ready throws where none can be made now
   * @param giveUp ends the process, to be started again: what failed all the same can't be undone
   * @param closing how long one may take to close
   */
  TopologyKeeper(
      Supplier<TopologyClient> clients, Runnable ready, Runnable giveUp, Duration closing) {
    this.clients = clients;
    this.ready = ready;
    this.giveUp = giveUp;
    this.closing = closing;
    client = clients.get();
  }

  /** Starts the topology, and to look after it. */
  void start() {
    client.start();
    looking.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The present one. */
  TopologyClient client() {
    return client;
  }

  /**
   * The state of Kafka Streams, with {@code RESTORING} told apart from {@code REBALANCING}; {@code
   * RESTARTING} where a client without threads is about to be replaced.
   */
  String state() {
    TopologyClient now = client;
    KafkaStreams.State state = now.state();
    if (!stopped
        && (state.isRunningOrRebalancing() ? now.living() == 0 : state.hasCompletedShutdown())) {
      return "RESTARTING";
    }
    return state == KafkaStreams.State.REBALANCING && now.restoring().active()
        ? "RESTORING"
        : state.name();
  }

  /** Replaces a client that wasn't whole at the look before either. */
  synchronized void look() {
    try {
      boolean whole = stopped || client.whole();
      if (!whole && !wasWhole) {
        replace();
        whole = true;
      }
      wasWhole = whole;
    } catch (RuntimeException | Error e) { // of Kafka's, of many kinds; the next look tries again
      LOG.errorf("event=topology-restart-waits cause=%s", e.getMessage());
    }
  }

  private void replace() {
    LOG.errorf("event=topology-restart state=%s threads=%d", client.state(), client.living());
    // A client that fails while it is made keeps the lock of the state folder.
    ready.run();
    client.close(closing);
    if (stopped) {
      return;
    }
    try {
      client = clients.get();
      client.start();
    } catch (RuntimeException | Error e) {
      LOG.errorf(e, "event=topology-restart-failed the process ends");
      giveUp.run();
    }
  }

  /** Stops the topology. */
  void stop() {
    stopped = true;
    looking.shutdownNow();
    synchronized (this) {
      client.close(closing);
    }
  }
}

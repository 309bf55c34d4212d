package dev.tidemark.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of one node inside this process, on loopback. Its data survives restarts and kills
 * of the process (the start after a kill takes some 4 s more); a write that was acknowledged is in
 * the operating system's hands, so only a fault of the machine itself can lose the last seconds. A
 * fatal fault inside Kafka (a full or broken disk) halts the whole JVM: whoever wants to outlive
 * that runs the broker in a process of its own. Call {@link LogLevels#quiet()} first. One object
 * starts once.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  private static final String PROPERTIES = "meta.properties";

  /** Kafka itself would wait minutes for a controlled shutdown that one node has no use for. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

  private final BrokerSettings settings;
  private FolderLock lock;
  private KafkaRaftServer server;
  private int port;

  public EmbeddedBroker(BrokerSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts the broker and returns when it takes requests.
   *
   * @return this
   * @throws BrokerException if the folder is in use or unusable, the port is taken, or the data
   *     cannot be opened
   * @throws IllegalStateException if it was started before
   */
  public synchronized EmbeddedBroker start() {
    if (port != 0) {
      throw new IllegalStateException("this broker was started before; make a new one");
    }
    lock = takeFolder();
    try {
      LoopbackPorts ports = new LoopbackPorts(settings.host());
      if (settings.port() != 0) {
        ports.requireFree(settings.port());
      }
      port = settings.port() != 0 ? settings.port() : ports.free(0);
      if (wasKilled()) {
        settle(ports);
      }
      formatOnce();
      server = server(port, ports.free(port));
      server.startup();
    } catch (BrokerException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new BrokerException(
          "the broker could not start on data folder " + settings.folder() + ": " + e.getMessage(),
          e);
    }
    return this;
  }

  /**
   * What clients give as {@code bootstrap.servers}.
   *
   * @throws IllegalStateException before {@link #start()}
   */
  public synchronized String bootstrapServers() {
    if (server == null) {
      throw new IllegalStateException("the broker is not running");
    }
    String host = settings.host();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** Stops the broker, normally within a second, and gives the folder back. May be repeated. */
  @Override
  public synchronized void close() {
    KafkaRaftServer running = server;
    FolderLock held = lock;
    server = null;
    lock = null;
    if (held == null) {
      return;
    }
    Thread stop = new Thread(() -> stop(running, held), "broker-stop");
    stop.setDaemon(true);
    stop.start();
    try {
      stop.join(CLOSE_PATIENCE.toMillis());
      if (stop.isAlive()) {
        LOG.warn("event=broker-still-stopping waitedMs={}", CLOSE_PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(KafkaRaftServer running, FolderLock held) {
    try (held) {
      if (running != null) {
        running.shutdown();
        running.awaitShutdown();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("event=broker-stop-failed error=\"{}\"", e.toString());
    }
  }

  private FolderLock takeFolder() {
    try {
      Files.createDirectories(settings.folder());
      return FolderLock.take(settings.folder());
    } catch (IOException e) {
      throw new BrokerException(
          "data folder " + settings.folder() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private KafkaRaftServer server(int brokerPort, int controllerPort) {
    return new KafkaRaftServer(
        KafkaConfig.fromProps(
            BrokerProperties.of(settings.folder(), settings.host(), brokerPort, controllerPort),
            false),
        Time.SYSTEM);
  }

  private boolean wasKilled() {
    return Files.exists(settings.folder().resolve(PROPERTIES))
        && Files.notExists(settings.folder().resolve(".kafka_cleanshutdown"));
  }

  /**
   * Starts and stops once where nobody listens. After a kill the broker takes itself for the leader
   * of its partitions at first, then the controller takes them from it and gives them back. The
   * group coordinator of Kafka 4.1 loads both times, and has been seen to answer with committed
   * offsets of long ago meanwhile. Whoever goes on from there reads records again that the stores
   * have counted, and standings go back on themselves. After a clean stop it loads once.
   */
  private void settle(LoopbackPorts ports) {
    LOG.info("event=broker-settling after a kill");
    int free = ports.free(port);
    KafkaRaftServer once = server(free, ports.free(free));
    try {
      once.startup();
    } finally {
      once.shutdown();
      once.awaitShutdown();
    }
  }

  /** An empty folder becomes a Kafka data folder; one that has its properties stays as it is. */
  private void formatOnce() throws Exception {
    Path folder = settings.folder();
    if (Files.exists(folder.resolve(PROPERTIES))) {
      return;
    }
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(BrokerProperties.NODE_ID)
        .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .run();
  }
}

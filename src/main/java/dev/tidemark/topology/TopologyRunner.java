package dev.tidemark.topology;

import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.scoring.Methods;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Runs the topology where this process has the role {@code score}. */
@ApplicationScoped
public class TopologyRunner {

  private static final Logger LOG = Logger.getLogger(TopologyRunner.class);

  private final ScoreConfig config;
  private final AlertRuleConfig alertRules;
  private final MeterRegistry meters;
  private final Set<String> roles;
  private final String bootstrapServers;
  private final Optional<URI> registryUrl;
  private final RestoreProgress restoring = new RestoreProgress();
  private final StandbyProgress standbys = new StandbyProgress();
  private volatile Topology topology;
  private volatile KafkaStreams streams;
  private KafkaStreamsMetrics metrics;

  TopologyRunner(
      ScoreConfig config,
      AlertRuleConfig alertRules,
      MeterRegistry meters,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      @ConfigProperty(name = "tidemark.schema-registry.url") Optional<URI> registryUrl) {
    this.config = config;
    this.alertRules = alertRules;
    this.meters = meters;
    this.roles = roles;
    this.bootstrapServers = bootstrapServers;
    this.registryUrl = registryUrl;
  }

  void start(@Observes @Priority(100) StartupEvent event) throws IOException {
    if (!roles.contains("score")) {
      return;
    }
    Properties settings =
        StreamsSettings.of(
            bootstrapServers,
            config.stateDir(),
            instanceId(),
            config.threads(),
            config.standbyReplicas());
    settings.put(SharedRocksMemory.WRITE_BUFFER, config.writeBufferKib() << 10);
    LeftCheckpoint.deleteTorn(config.stateDir());
    SchemaRegistry registry = registryUrl.map(SchemaRegistry::new).orElse(null);
    topology =
        new ScoringTopology(Methods.builtIn().standard(), AlertSettings.of(alertRules), registry)
            .build(settings);
    streams = new KafkaStreams(topology, settings, new StreamsClients());
    streams.setStateListener(
        (now, before) -> LOG.infof("event=topology-state from=%s to=%s", before, now));
    streams.setGlobalStateRestoreListener(restoring);
    streams.setStandbyUpdateListener(standbys);
    streams.setUncaughtExceptionHandler(new ThreadReplacement());
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(meters);
    Gauge.builder("tidemark.topology.running", this, TopologyRunner::running)
        .description(
            "1 while the scoring topology runs, 0 while it rebalances, restores or is dead")
        .register(meters);
    Gauge.builder("tidemark.topology.restore.remaining", this, TopologyRunner::restoreRemaining)
        .description("Records that the topology's stores still have to restore")
        .register(meters);
    Gauge.builder("tidemark.topology.standby.stores", standbys, StandbyProgress::stores)
        .description("Stores of other instances of which a standby copy is kept here")
        .register(meters);
    Gauge.builder("tidemark.topology.standby.remaining", standbys, StandbyProgress::remaining)
        .description("Records that the standby copies kept here are behind their changelogs")
        .register(meters);
    streams.start();
  }

  void stop(@Observes @Priority(100) ShutdownEvent event) {
    if (streams != null) {
      metrics.close();
      // A static member keeps its place in the group, so that the next start finds its tasks.
      if (!streams.close(config.closeTimeout())) {
        LOG.warn("event=topology-close-timeout the next start restores what was left open");
      }
    }
  }

  /** The topology that runs here; empty without the role. */
  public Optional<Topology> topology() {
    return Optional.ofNullable(topology);
  }

  /**
   * The state of Kafka Streams, with {@code RESTORING} told apart from {@code REBALANCING}; empty
   * without the role.
   */
  public Optional<String> state() {
    KafkaStreams running = streams;
    if (running == null) {
      return Optional.empty();
    }
    KafkaStreams.State state = running.state();
    return Optional.of(
        state == KafkaStreams.State.REBALANCING && restoring.active() ? "RESTORING" : state.name());
  }

  private int running() {
    return streams.state() == KafkaStreams.State.RUNNING ? 1 : 0;
  }

  /** Records still to restore, over all stores being restored. */
  public long restoreRemaining() {
    return restoring.remaining();
  }

  private String instanceId() throws IOException {
    if (config.instanceId().isPresent()) {
      return config.instanceId().get();
    }
    Path file = config.stateDir().resolve("instance-id");
    if (Files.notExists(file)) {
      Files.createDirectories(config.stateDir());
      Files.writeString(file, "tidemark-" + UUID.randomUUID());
    }
    return Files.readString(file).trim();
  }
}

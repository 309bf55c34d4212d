package dev.tidemark.topology;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.scoring.Methods;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
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
  private volatile Topology topology;
  private volatile TopologyKeeper keeper;
  private KafkaBacklog backlog;

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
    LeftCheckpoint.deleteUnfit(config.stateDir());
    SchemaRegistry registry = registryUrl.map(SchemaRegistry::new).orElse(null);
    backlog = new KafkaBacklog(bootstrapServers, ApplicationId.PRESENT);
    keeper =
        new TopologyKeeper(
            () -> client(registry, settings),
            this::requireBroker,
            // Not in the keeper's thread: the end of the process waits for the keeper to stop.
            () -> new Thread(() -> System.exit(1), "topology-give-up").start(),
            config.closeTimeout());
    Gauge.builder("tidemark.topology.running", this, TopologyRunner::running)
        .description(
            "1 while the scoring topology runs, 0 while it rebalances, restores or is dead")
        .register(meters);
    Gauge.builder("tidemark.alerts.waiting", backlog, of -> of.waiting() ? 1 : 0)
        .description("1 while no alert is judged here because everything is scored anew")
        .register(meters);
    Gauge.builder("tidemark.topology.restore.remaining", this, TopologyRunner::restoreRemaining)
        .description("Records that the topology's stores still have to restore")
        .register(meters);
    Gauge.builder(
            "tidemark.topology.standby.stores", this, at -> at.keeper.client().standbys().stores())
        .description("Stores of other instances of which a standby copy is kept here")
        .register(meters);
    Gauge.builder(
            "tidemark.topology.standby.remaining",
            this,
            at -> at.keeper.client().standbys().remaining())
        .description("Records that the standby copies kept here are behind their changelogs")
        .register(meters);
    keeper.start();
  }

  /** Throws where the cluster's name isn't known or nobody answers there. */
  private void requireBroker() {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            5_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000);
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().toCompletionStage().toCompletableFuture().join();
    }
  }

  private TopologyClient client(SchemaRegistry registry, Properties settings) {
    topology =
        new ScoringTopology(
                Methods.builtIn().standard(), AlertSettings.of(alertRules), registry, backlog)
            .build(settings);
    return new TopologyClient(topology, settings, new StreamsClients(), meters);
  }

  void stop(@Observes @Priority(100) ShutdownEvent event) {
    if (keeper != null) {
      backlog.close();
      keeper.stop();
    }
  }

  /** The topology that runs here; empty without the role. */
  public Optional<Topology> topology() {
    return Optional.ofNullable(topology);
  }

  /** {@link TopologyKeeper#state()}; empty without the role. */
  public Optional<String> state() {
    return Optional.ofNullable(keeper).map(TopologyKeeper::state);
  }

  private int running() {
    return keeper.state().equals("RUNNING") ? 1 : 0;
  }

  /** Records still to restore, over all stores being restored. */
  public long restoreRemaining() {
    return keeper == null ? 0 : keeper.client().restoring().remaining();
  }

  private String instanceId() throws IOException {
    if (config.instanceId().isPresent()) {
      return config.instanceId().get();
    }
    Path file = config.stateDir().resolve("instance-id");
    if (Files.notExists(file)) {
      Files.createDirectories(config.stateDir());
      // Whole or not at all: two instances of the same name would fence each other for ever.
      Path written = Files.writeString(file.resolveSibling("instance-id.new"), newId());
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).trim();
  }

  private static String newId() {
    return "tidemark-" + UUID.randomUUID();
  }
}

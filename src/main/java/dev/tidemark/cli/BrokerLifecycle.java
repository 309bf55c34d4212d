package dev.tidemark.cli;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.BrokerSettings;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.EmbeddedBroker;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import dev.tidemark.kafka.TopicDifference;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The broker's place in the life of the service. The embedded one is the first to start, with its
 * topics applied before any client asks for them, and the last to stop; on a cluster of somebody's
 * own the topics must be there already.
 */
@ApplicationScoped
public class BrokerLifecycle {

  private static final Logger LOG = Logger.getLogger(BrokerLifecycle.class);

  private final Optional<Path> folder;
  private final Optional<Integer> port;
  private final String bootstrapServers;
  private final LaunchMode mode;
  private EmbeddedBroker broker;

  BrokerLifecycle(
      @ConfigProperty(name = "tidemark.kafka.embedded.folder") Optional<Path> folder,
      @ConfigProperty(name = "tidemark.kafka.embedded.port") Optional<Integer> port,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      LaunchMode mode) {
    this.folder = folder;
    this.port = port;
    this.bootstrapServers = bootstrapServers;
    this.mode = mode;
  }

  void start(@Observes @Priority(1) StartupEvent event) {
    if (folder.isPresent()) {
      broker = startEmbedded(folder.get(), port.orElse(9092));
    } else if (mode != LaunchMode.TEST) { // some tests do without a broker
      requireTopics();
    }
  }

  /** Starts a broker on loopback, its topics as they are defined. */
  static EmbeddedBroker startEmbedded(Path data, int port) {
    EmbeddedBroker broker =
        new EmbeddedBroker(new BrokerSettings(data, port, BrokerSettings.LOOPBACK)).start();
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
      new TopicAdmin(admin)
          .apply(TopicDefinitions.fromClassPath(Topics.ALL))
          .forEach(done -> LOG.infof("event=topic-applied %s", done));
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private void requireTopics() {
    try (Admin admin = Admin.create(ClientSettings.admin(bootstrapServers))) {
      List<TopicDifference> differences =
          new TopicAdmin(admin).diff(TopicDefinitions.fromClassPath(Topics.ALL));
      differences.forEach(difference -> LOG.warnf("event=topic-differs %s", difference.text()));
      String missing =
          differences.stream()
              .filter(TopicDifference.Missing.class::isInstance)
              .map(TopicDifference::topic)
              .collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the Kafka cluster at %s lacks %s: run 'tidemark topics apply --bootstrap-servers %s'"
                .formatted(bootstrapServers, missing, bootstrapServers));
      }
    }
  }

  void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    if (broker != null) {
      broker.close();
    }
  }
}

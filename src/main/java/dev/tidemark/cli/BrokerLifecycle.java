package dev.tidemark.cli;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.BrokerSettings;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.EmbeddedBroker;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The embedded broker's place in the life of the service: first to start, with its topics applied
 * before any client asks for them, and last to stop.
 */
@ApplicationScoped
public class BrokerLifecycle {

  private static final Logger LOG = Logger.getLogger(BrokerLifecycle.class);

  private final Optional<Path> folder;
  private final Optional<Integer> port;
  private EmbeddedBroker broker;

  BrokerLifecycle(
      @ConfigProperty(name = "tidemark.kafka.embedded.folder") Optional<Path> folder,
      @ConfigProperty(name = "tidemark.kafka.embedded.port") Optional<Integer> port) {
    this.folder = folder;
    this.port = port;
  }

  void start(@Observes @Priority(1) StartupEvent event) {
    if (folder.isEmpty()) {
      return;
    }
    broker =
        new EmbeddedBroker(
                new BrokerSettings(folder.get(), port.orElse(9092), BrokerSettings.LOOPBACK))
            .start();
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
      new TopicAdmin(admin)
          .apply(TopicDefinitions.fromClassPath(Topics.ALL))
          .forEach(done -> LOG.infof("event=topic-applied %s", done));
    }
  }

  void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    if (broker != null) {
      broker.close();
    }
  }
}

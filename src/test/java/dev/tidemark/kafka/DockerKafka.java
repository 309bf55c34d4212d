package dev.tidemark.kafka;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/** Finds a Kafka image that is already on this machine; never pulls one. */
final class DockerKafka {

  static final List<String> IMAGES = List.of("apache/kafka-native:4.1.2", "apache/kafka:4.1.2");

  private static final long LOOK_SECONDS = 5;

  // Held strongly, as the level is lost with the logger. A machine without Docker is no error.
  private static final Logger LOG = Logger.getLogger("org.testcontainers");

  static {
    LOG.setLevel(Level.OFF);
  }

  private DockerKafka() {}

  /** The first image that Docker has here; empty without Docker, image, or a quick answer. */
  static Optional<String> localImage() {
    CompletableFuture<Optional<String>> look = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                look.complete(find());
              } catch (RuntimeException | LinkageError e) {
                look.complete(Optional.empty());
              }
            },
            "docker-look");
    thread.setDaemon(true);
    thread.start();
    try {
      return look.get(LOOK_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** A container of that image, not started; where it matters, set as the embedded broker is. */
  static KafkaContainer container(String image) {
    LOG.setLevel(Level.WARNING);
    return new KafkaContainer(DockerImageName.parse(image))
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_MESSAGE_MAX_BYTES", String.valueOf(BrokerProperties.MAX_MESSAGE_BYTES))
        .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
  }

  private static Optional<String> find() {
    DockerClientFactory factory = DockerClientFactory.instance();
    if (!factory.isDockerAvailable()) {
      return Optional.empty();
    }
    // Not factory.client(): that one starts the clean-up container, and pulls its image.
    DockerClient docker =
        DockerClientProviderStrategy.getClientForConfig(factory.getTransportConfig());
    TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
    boolean cleanUpOff =
        Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
            || Boolean.parseBoolean(configuration.getEnvVarOrProperty("ryuk.disabled", "false"));
    if (!cleanUpOff && !present(docker, cleanUpImage(configuration))) {
      return Optional.empty();
    }
    return IMAGES.stream().filter(image -> present(docker, image)).findFirst();
  }

  // Deprecated, and yet the only place that tells which release of it would be pulled.
  @SuppressWarnings("deprecation")
  private static String cleanUpImage(TestcontainersConfiguration configuration) {
    return configuration.getRyukImage();
  }

  private static boolean present(DockerClient docker, String image) {
    try {
      docker.inspectImageCmd(image).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }
}

package dev.tidemark.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A real broker for tests, with the topics that they name: a container where Docker has a Kafka
 * image already, else the embedded broker on a temporary folder. {@code
 * -Dtidemark.test.broker=embedded|docker} forces one.
 */
public final class TestBroker implements AutoCloseable {

  private static final String PROPERTY = "tidemark.test.broker";
  private static final Path ALL_DEFINITIONS = Path.of("topics");
  private static TestBroker shared;

  private final String bootstrapServers;
  private final AutoCloseable broker;
  private final Duration startTime;

  private TestBroker(String bootstrapServers, AutoCloseable broker, Duration startTime) {
    this.bootstrapServers = bootstrapServers;
    this.broker = broker;
    this.startTime = startTime;
  }

  /**
   * The broker that all tests of this JVM share, with every topic of {@code topics/}; closed when
   * the JVM ends, so do not close it.
   */
  public static synchronized TestBroker shared() {
    if (shared == null) {
      shared = start(TopicDefinitions.fromFolder(ALL_DEFINITIONS), chosenImage());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "test-broker-stop"));
    }
    return shared;
  }

  /** A broker of its own with these topics, to be closed by the caller. */
  public static TestBroker start(List<String> topics) {
    return start(TopicDefinitions.fromClassPath(topics), chosenImage());
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** From nothing to all topics made. */
  public Duration startTime() {
    return startTime;
  }

  @Override
  public void close() {
    try {
      broker.close();
    } catch (Exception e) {
      throw new IllegalStateException("the test broker did not close", e);
    }
  }

  private static TestBroker start(List<TopicDefinition> definitions, Optional<String> image) {
    LogLevels.quiet();
    long started = System.nanoTime();
    TestBroker broker = image.map(TestBroker::docker).orElseGet(TestBroker::embedded);
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers))) {
      new TopicAdmin(admin).apply(definitions);
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new TestBroker(broker.bootstrapServers, broker.broker, took);
  }

  private static Optional<String> chosenImage() {
    String choice = System.getProperty(PROPERTY, "");
    return switch (choice) {
      case "embedded" -> Optional.empty();
      case "" -> {
        if (Holder.IMAGE.isEmpty()) {
          // Each application of a Quarkus test has class loaders of its own, and would look again.
          System.setProperty(PROPERTY, "embedded");
        }
        yield Holder.IMAGE;
      }
      case "docker" ->
          Optional.of(
              Holder.IMAGE.orElseThrow(
                  () ->
                      new IllegalStateException(
                          "-D"
                              + PROPERTY
                              + "=docker, but Docker has none of "
                              + DockerKafka.IMAGES)));
      default ->
          throw new IllegalStateException(
              "-D" + PROPERTY + "=" + choice + "; it must be embedded or docker");
    };
  }

  private static TestBroker docker(String image) {
    KafkaContainer container = DockerKafka.container(image);
    container.start();
    return new TestBroker(container.getBootstrapServers(), container, Duration.ZERO);
  }

  private static TestBroker embedded() {
    try {
      Path folder = Files.createTempDirectory("tidemark-broker-");
      EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start();
      return new TestBroker(
          broker.bootstrapServers(),
          () -> {
            broker.close();
            delete(folder);
          },
          Duration.ZERO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Looks for Docker once. */
  private static final class Holder {
    static final Optional<String> IMAGE = DockerKafka.localImage();
  }
}

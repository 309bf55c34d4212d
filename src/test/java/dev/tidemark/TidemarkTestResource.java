package dev.tidemark;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.TestBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole service for a test: a fresh broker with all topics and a fresh state folder, with every
 * role running and the views read. Take it with {@code @WithTestResource(value =
 * TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)} so that a class
 * starts from nothing. Without that scope, classes of one profile share a service and its start:
 * for those that see only what they have published, under models or in months of their own.
 */
public final class TidemarkTestResource implements QuarkusTestResourceLifecycleManager {

  private TestBroker broker;
  private Path state;

  @Override
  public Map<String, String> start() {
    broker = TestBroker.start(Topics.ALL);
    try {
      state = Files.createTempDirectory("tidemark-state-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrapServers(),
        "tidemark.score.state-dir",
        state.toString(),
        "quarkus.http.host",
        "127.0.0.1",
        "quarkus.http.test-port",
        "0",
        AwaitedViews.WANTED,
        "true");
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
    if (state != null) {
      delete(state);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

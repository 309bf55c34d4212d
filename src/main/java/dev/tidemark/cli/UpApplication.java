package dev.tidemark.cli;

import dev.tidemark.cli.demo.DemoFarm;
import dev.tidemark.ingest.ModelNames;
import dev.tidemark.serving.ServingConfig;
import dev.tidemark.serving.ViewProgress;
import dev.tidemark.topology.TopologyRunner;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What {@code tidemark up} runs: waits until all is ready, says where to go, and stays. */
public final class UpApplication implements QuarkusApplication {

  private static final long POLL_MILLIS = 50;

  private final TopologyRunner topology;
  private final ViewProgress view;
  private final String host;
  private final int port;
  private final String bootstrapServers;
  private final boolean demo;
  private final Clock clock;

  UpApplication(
      TopologyRunner topology,
      ViewProgress view,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      ServingConfig serving,
      Clock clock) {
    this.topology = topology;
    this.view = view;
    this.host = host;
    this.port = port;
    this.bootstrapServers = bootstrapServers;
    this.demo = serving.demo();
    this.clock = clock;
  }

  @Override
  public int run(String... args) throws InterruptedException {
    while (!topology.state().orElse("RUNNING").equals("RUNNING") || !view.caughtUp()) {
      if (ApplicationLifecycleManager.isVmShuttingDown()) { // told so while it started
        return 0;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    String shown = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host;
    System.out.printf("Tidemark is up: http://%s:%d  (Ctrl-C stops it)%n", shown, port);
    if (!demo) {
      Quarkus.waitForExit();
      return 0;
    }
    // As any runner that writes straight to Kafka.
    try (KafkaOutlet outlet = new KafkaOutlet(bootstrapServers, Duration.ZERO, ModelNames.MOST)) {
      new DemoFarm(clock, lines -> publish(outlet, lines)).start();
      Quarkus.waitForExit();
    }
    return 0;
  }

  private static void publish(KafkaOutlet outlet, List<String> lines) throws Exception {
    byte[] file = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    outlet.publish(new ByteArrayInputStream(file), false);
  }
}

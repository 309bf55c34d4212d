package dev.tidemark.cli;

import dev.tidemark.serving.ViewProgress;
import dev.tidemark.topology.TopologyRunner;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What {@code tidemark up} runs: waits until all is ready, says where to go, and stays. */
public final class UpApplication implements QuarkusApplication {

  private static final long POLL_MILLIS = 50;

  private final TopologyRunner topology;
  private final ViewProgress view;
  private final String host;
  private final int port;

  UpApplication(
      TopologyRunner topology,
      ViewProgress view,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.topology = topology;
    this.view = view;
    this.host = host;
    this.port = port;
  }

  @Override
  public int run(String... args) throws InterruptedException {
    while (!topology.state().orElse("RUNNING").equals("RUNNING") || !view.caughtUp()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    String shown = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "localhost" : host;
    System.out.printf("Tidemark is up: http://%s:%d  (Ctrl-C stops it)%n", shown, port);
    Quarkus.waitForExit();
    return 0;
  }
}

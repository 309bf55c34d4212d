package dev.tidemark.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a Tidemark says of itself. */
final class Metrics {

  private Metrics() {}

  /**
   * The sum of some metrics of the process on a port of loopback.
   *
   * @param prefix how their lines begin, such as a name
   */
  static double sum(int port, String prefix) throws IOException, InterruptedException {
    URI metrics = URI.create("http://localhost:" + port + "/q/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}

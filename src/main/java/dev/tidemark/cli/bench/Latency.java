package dev.tidemark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.process.Background;
import dev.tidemark.event.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How long a result takes from the producer into a committed standing, and to a client of the
 * stream, at a steady rate: the k-th result of a standing is there once that counts k of them.
 */
final class Latency {

  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  /** How long the last revision may take from the topic's reader to the stream's client. */
  private static final long LAST_EVENT_MILLIS = 3_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final BenchCluster cluster;
  private final Farm farm;
  private final URI stream;

  /**
   * What one rate took.
   *
   * @param standing to a reader of the standings topic, milliseconds
   * @param sse to a client of the stream, milliseconds
   * @param probe the same of single results of which it is known which one arrived
   */
  record Sample(Quantiles standing, Quantiles sse, Quantiles probe) {}

  /**
   * @param url of a Tidemark that has counted all that was sent
   */
  Latency(BenchCluster cluster, Farm farm, String url) {
    this.cluster = cluster;
    this.farm = farm;
    stream = URI.create(url + "/api/v1/stream");
  }

  Sample at(int rate, Duration time) throws IOException, InterruptedException, TimeoutException {
    Arrivals arrivals = new Arrivals();
    HttpResponse<InputStream> events =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(HttpRequest.newBuilder(stream).build(), BodyHandlers.ofInputStream());
    AtomicBoolean over = new AtomicBoolean();
    Background client = new Background("bench-sse", () -> follow(events.body(), arrivals, over));
    try (CountWatch reader =
        new CountWatch(cluster.bootstrapServers(), Topics.STANDINGS, arrivals::read)) {
      reader.await(farm.counted(), STANDSTILL);
      TimeUnit.SECONDS.sleep(2);
      arrivals.begin();
      Probes probes = new Probes(new BenchEvents(Bench.MODELS, false), "" + farm.sent(), arrivals);
      Map<String, List<Long>> due = farm.stream(rate, time, probes);
      reader.await(farm.counted(), STANDSTILL);
      TimeUnit.MILLISECONDS.sleep(LAST_EVENT_MILLIS);
      return new Sample(
          Quantiles.of(arrivals.atReader(due)),
          Quantiles.of(arrivals.atClient(due)),
          Quantiles.of(arrivals.atClient(probes.sent())));
    } finally {
      over.set(true);
      events.body().close(); // who reads it doesn't hear an interruption
      client.close();
    }
  }

  private static void follow(InputStream events, Arrivals arrivals, AtomicBoolean over) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      String type = "";
      for (String line; (line = lines.readLine()) != null; ) {
        long now = System.nanoTime();
        if (line.startsWith("event:")) {
          type = line.substring(6).trim();
        } else if (line.startsWith("data:") && type.equals("standing")) {
          JsonNode standing = JSON.readTree(line.substring(5));
          arrivals.streamed(
              now,
              standing.get("model").asText() + '|' + standing.get("period").asText(),
              Instant.parse(standing.at("/casi/updatedAt").asText()).toEpochMilli());
        }
      }
    } catch (IOException e) {
      if (!over.get()) {
        throw new UncheckedIOException("the stream broke", e);
      }
    }
  }
}

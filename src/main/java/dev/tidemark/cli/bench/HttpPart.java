package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.Background;
import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Results published over HTTP, and standings read while results come in. */
final class HttpPart {

  private static final int[] BATCHES = {1, 100, 10_000};
  private static final String[] PATHS = {
    "/api/v1/standings", "/api/v1/standings.csv", "/", "/api/v1/models/bench%2Fmodel-01"
  };
  private static final int CLIENTS = 4;
  private static final int MODELS = 500;
  private static final int ALREADY_THERE = 200_000;
  private static final int RATE = 1_000;
  private static final Duration STILL = Duration.ofSeconds(5);
  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  private HttpPart() {}

  static BenchTable run(Bench bench) throws IOException, InterruptedException, TimeoutException {
    BenchTable table =
        new BenchTable(
            "HTTP, %d clients, each run %d s, medians"
                .formatted(CLIENTS, bench.plan().time().toSeconds()),
            "load");
    try (BenchCluster cluster = bench.cluster();
        Farm farm = bench.farm(cluster, new BenchEvents(MODELS, true), ALREADY_THERE)) {
      int port = ChildProcess.freePort();
      cluster.tidemark("tidemark", port, "ingest,score,serve", Map.of());
      URI service = URI.create("http://localhost:" + port);
      HttpLoad load = new HttpLoad(CLIENTS, bench.plan().time());
      try (CountWatch counts =
          new CountWatch(cluster.bootstrapServers(), Topics.STANDINGS, CountWatch.IGNORED)) {
        counts.await(farm.counted(), STANDSTILL);
        AtomicLong next = new AtomicLong();
        for (int i = 0; i < bench.plan().repeats(); i++) {
          counts.awaitStill(STILL); // what was posted is counted
          read(load, service, farm, table);
          publish(load, service, next, table);
        }
      }
      bench.say(cluster.verify());
    }
    return table;
  }

  private static void read(HttpLoad load, URI service, Farm farm, BenchTable table)
      throws IOException, InterruptedException {
    Background stream = new Background("bench-farm", () -> streamForEver(farm));
    try {
      for (String path : PATHS) {
        URI address = service.resolve(path);
        put(table, "GET " + path, 1, load.run(() -> HttpRequest.newBuilder(address).build()));
      }
    } finally {
      stream.close();
    }
  }

  /** Each result once; next to none that the farm sends. */
  private static void publish(HttpLoad load, URI service, AtomicLong next, BenchTable table)
      throws IOException, InterruptedException {
    BenchEvents events = new BenchEvents(Bench.MODELS, false);
    for (int size : BATCHES) {
      Supplier<String> body = () -> batch(events, next.getAndAdd(size), size);
      HttpLoad.Sample sample =
          load.run(HttpLoad.publishing(service.resolve("/api/v1/results"), body));
      put(table, "POST %,d results".formatted(size), size, sample);
    }
  }

  private static void streamForEver(Farm farm) throws InterruptedException {
    farm.stream(RATE, Duration.ofHours(1), Farm.Extras.NONE);
  }

  private static String batch(BenchEvents events, long from, int size) {
    StringBuilder body = new StringBuilder();
    for (long i = from; i < from + size; i++) {
      body.append(EventJson.toJson(events.event(i))).append('\n');
    }
    return body.toString();
  }

  private static void put(BenchTable table, String load, int results, HttpLoad.Sample sample) {
    Map<String, Object> row = table.run(load);
    row.put("requests/s", sample.requestsPerSecond());
    row.put("results/s", load.startsWith("POST") ? sample.requestsPerSecond() * results : "");
    row.put("p50 ms", sample.milliseconds().p50());
    row.put("p99 ms", sample.milliseconds().p99());
    row.put("KB", sample.bytes() / 1e3);
  }
}

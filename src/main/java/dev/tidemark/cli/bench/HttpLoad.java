package dev.tidemark.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Clients that ask as fast as they are answered, each one request at a time. */
final class HttpLoad {

  private final int clients;
  private final Duration time;

  /**
   * What came of it.
   *
   * @param requestsPerSecond answered 200
   * @param milliseconds of a request
   * @param bytes of an answer, on the mean
   */
  record Sample(double requestsPerSecond, Quantiles milliseconds, double bytes) {}

  private record Client(List<Long> nanos, long bytes) {}

  HttpLoad(int clients, Duration time) {
    this.clients = clients;
    this.time = time;
  }

  /**
   * Asks for as long as was said.
   *
   * @param requests the next request; called by all clients at once
   * @throws IOException if an answer isn't 200
   */
  Sample run(Supplier<HttpRequest> requests) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Future<Client>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Callable<Client> client = () -> ask(requests, end);
        running.add(threads.submit(client));
      }
      long bytes = 0;
      LongStream.Builder nanos = LongStream.builder();
      for (Future<Client> client : running) {
        client.get().nanos().forEach(nanos::add);
        bytes += client.get().bytes();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] all = nanos.build().toArray();
      return new Sample(all.length / seconds, Quantiles.of(all), bytes / (double) all.length);
    } catch (ExecutionException e) {
      throw new IOException("a client failed: " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Client ask(Supplier<HttpRequest> requests, long end)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<Long> nanos = new ArrayList<>();
    long bytes = 0;
    while (System.nanoTime() < end) {
      HttpRequest request = requests.get();
      long start = System.nanoTime();
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      nanos.add(System.nanoTime() - start);
      bytes += response.body().length;
      if (response.statusCode() != 200) {
        throw new IOException("%s answered %d".formatted(request.uri(), response.statusCode()));
      }
    }
    return new Client(nanos, bytes);
  }

  /** Requests that publish so many results each. */
  static Supplier<HttpRequest> publishing(URI address, Supplier<String> body) {
    return () ->
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-ndjson")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body.get()))
            .build();
  }
}

package dev.tidemark.serving;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client of the stream that applies what it reads, as a page or a dashboard would. */
final class StreamReader implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * One event as it came.
   *
   * @param nanos when, by {@link System#nanoTime}
   */
  record Event(String id, String type, JsonNode data, long nanos) {}

  final List<Event> events = new CopyOnWriteArrayList<>();
  final AtomicInteger heartbeats = new AtomicInteger();
  final HttpResponse<InputStream> response;

  /** By period and model: what the events so far amount to. */
  final Map<String, JsonNode> standings;

  private final Map<String, JsonNode> alerts;

  private final Thread thread;
  private volatile String lastId;

  private StreamReader(
      URI address, String lastId, Map<String, JsonNode> standings, Map<String, JsonNode> alerts) {
    this.lastId = lastId;
    this.standings = standings;
    this.alerts = alerts;
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    thread = new Thread(this::read, "stream-reader");
    thread.setDaemon(true);
    thread.start();
  }

  /** One that knows nothing yet. */
  static StreamReader open(URI address) {
    return new StreamReader(address, null, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  /** One that presents an id. */
  static StreamReader open(URI address, String lastId) {
    return new StreamReader(address, lastId, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  /** The same client on a new connection. */
  StreamReader again(URI address) {
    return new StreamReader(address, lastId, standings, alerts);
  }

  String lastId() {
    return lastId;
  }

  List<String> types() {
    return events.stream().map(Event::type).toList();
  }

  boolean ready() {
    return types().contains("ready");
  }

  /** This, once it has been told everything that was known when it came. */
  StreamReader awaitReady() {
    await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(30)).until(this::ready);
    return this;
  }

  JsonNode standing(String period, String model) {
    return standings.get(period + '|' + model);
  }

  /** The events of standings so far, in order. */
  List<Event> boardEvents() {
    return events.stream()
        .filter(event -> Set.of("standing", "removed").contains(event.type()))
        .toList();
  }

  /** An alert about this model; null if there is none. */
  JsonNode alert(String model) {
    return alerts.values().stream()
        .filter(alert -> alert.path("model").asText().equals(model))
        .findFirst()
        .orElse(null);
  }

  /** Conclusive attacks of a row; 0 if there is no row. */
  int conclusive(String period, String model) {
    JsonNode standing = standing(period, model);
    return standing == null ? 0 : standing.path("casi").path("casi").path("conclusive").asInt();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String type = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          heartbeats.incrementAndGet();
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          apply(new Event(id, type, JSON.readTree(line.substring(6)), System.nanoTime()));
        }
      }
    } catch (IOException e) {
      // The connection was closed; what was read stands.
      return;
    }
  }

  private void apply(Event event) {
    String key = event.data().path("period").asText() + '|' + event.data().path("model").asText();
    switch (event.type()) {
      case "standing" -> standings.put(key, event.data());
      case "removed" -> standings.remove(key);
      case "alert" -> alerts.put(alertKey(event.data()), event.data());
      case "alert-removed" -> alerts.remove(alertKey(event.data()));
      case "reset" -> {
        standings.clear();
        alerts.clear();
      }
      case "ready" -> {}
      default -> throw new IllegalStateException(event.type());
    }
    lastId = event.id();
    events.add(event);
  }

  private static String alertKey(JsonNode alert) {
    return Stream.of("rule", "model", "board", "period")
        .map(field -> alert.path(field).asText())
        .collect(Collectors.joining("|"));
  }

  /** Hangs up, wherever in an event that may be. */
  @Override
  public void close() {
    try {
      response.body().close();
      thread.join(5_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.tidemark.cli.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.process.Background;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Asks for the standings all the time, measures how long there was no answer, and sees that no
 * steady model loses attacks that were counted.
 */
final class ServingWatch implements AutoCloseable {

  private static final long PAUSE_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Nothing is done to the serving node: a longer time without an answer is a finding. */
  private static final Duration MOST = Duration.ofSeconds(5);

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Integer> counted = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;
  private final SoakFindings findings;
  private final Background thread;
  private volatile long last = System.nanoTime();
  private volatile long longestGapNanos;
  private volatile long answers;

  /**
   * @param period of the standings
   */
  ServingWatch(String url, String period, SoakFindings findings) {
    this.findings = findings;
    request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/standings?period=" + period))
            .timeout(PATIENCE)
            .build();
    thread = new Background("serving", this::run);
  }

  /** Longest time between an answer and the next, in between the pause between two questions. */
  Duration longestGap() {
    return Duration.ofNanos(longestGapNanos);
  }

  long answers() {
    return answers;
  }

  private void run() throws InterruptedException {
    while (true) {
      if (answered()) {
        endGap();
        answers++;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private void endGap() {
    long now = System.nanoTime();
    if (now - last > MOST.toNanos()) {
      findings.add("no answer for %.1f s".formatted((now - last) / 1e9));
    }
    longestGapNanos = Math.max(longestGapNanos, now - last);
    last = now;
  }

  private boolean answered() throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        findings.add("GET %s answered %d".formatted(request.uri(), response.statusCode()));
        return false;
      }
      check(json.readTree(response.body()));
      return true;
    } catch (IOException e) {
      return false; // counts as part of a gap
    } catch (RuntimeException e) { // an answer of another form must not end the watch
      findings.add("GET %s answered something else: %s".formatted(request.uri(), e));
      return false;
    }
  }

  private void check(JsonNode answer) {
    Map<String, Integer> served = new HashMap<>();
    for (JsonNode standing : answer.get("standings")) {
      JsonNode casi = standing.path("casi");
      served.put(
          standing.get("model").asText() + '|' + standing.get("period").asText(),
          casi.path("conclusive").asInt() + casi.path("inconclusive").asInt());
    }
    counted.forEach(
        (key, before) -> {
          if (served.getOrDefault(key, 0) < before) {
            findings.add(
                "served %s with %s attacks after %d".formatted(key, served.get(key), before));
          }
        });
    served.keySet().removeIf(key -> !key.startsWith(SoakEvents.STEADY));
    counted.putAll(served);
  }

  @Override
  public void close() {
    endGap(); // the one that lasts
    thread.close();
  }
}

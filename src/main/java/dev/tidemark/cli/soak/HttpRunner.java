package dev.tidemark.cli.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Posts results, and sends a whole batch again until the service has taken it. */
final class HttpRunner extends SoakRunner {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final int index;
  private final SoakEvents events;
  private final SoakFindings findings;
  private final SoakTimes times;

  HttpRunner(String url, int index, long seed, int rate, SoakFindings findings, SoakTimes times) {
    super("http", rate);
    address = URI.create(url + "/api/v1/results");
    this.index = index;
    this.events = new SoakEvents(seed);
    this.findings = findings;
    this.times = times;
  }

  @Override
  void send(int count) throws InterruptedException {
    List<Integer> numbers = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    int bad = 0;
    for (int i = 0; i < count; i++) {
      ObjectNode result = events.result();
      if (events.random().nextInt(100) == 0) {
        body.append(result.put("trial", -1)).append('\n');
        bad++;
      } else {
        int number = receipts.number();
        numbers.add(number);
        body.append(result.put("evidenceUri", Receipts.LINK + index + ":" + number)).append('\n');
      }
    }
    receipts.sent.add(numbers.size());
    while (!accepted(body.toString(), numbers.size(), bad)) {
      receipts.failed.increment();
      receipts.sentAgain.add(numbers.size());
      SoakCluster.sleep(300);
    }
    numbers.forEach(receipts::acknowledged);
  }

  private boolean accepted(String body, int good, int bad) throws InterruptedException {
    long start = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      findings.add("POST /api/v1/results gave no answer: " + e);
      return false;
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    times.add("POST answered " + response.statusCode(), taken);
    if (response.statusCode() == 503) {
      if (response.headers().firstValue("Retry-After").isEmpty()) {
        findings.add("a 503 without Retry-After: " + response.body());
      }
      return false;
    }
    if (response.statusCode() != 200) {
      findings.add("POST answered %d: %s".formatted(response.statusCode(), response.body()));
      return false;
    }
    checkCounts(response.body(), good, bad);
    return true;
  }

  private void checkCounts(String body, int good, int bad) {
    try {
      JsonNode report = json.readTree(body);
      if (report.get("accepted").asInt() != good || report.get("rejectedTotal").asInt() != bad) {
        findings.add("%d good and %d bad lines: %s".formatted(good, bad, body));
      }
    } catch (IOException e) {
      findings.add("an answer that is no JSON: " + body);
    }
  }

  @Override
  void drain() {
    // Each batch has been answered before the next is sent.
  }
}

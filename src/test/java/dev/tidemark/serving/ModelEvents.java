package dev.tidemark.serving;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the tests of questions about single models send and ask. */
final class ModelEvents {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private ModelEvents() {}

  /** The lines with further fields in each of them. */
  static List<String> with(List<String> lines, String... namesAndValues) {
    List<String> changed = new ArrayList<>();
    for (String line : lines) {
      JsonObject event = new JsonObject(line);
      for (int i = 0; i < namesAndValues.length; i += 2) {
        event.put(namesAndValues[i], namesAndValues[i + 1]);
      }
      changed.add(event.encode());
    }
    return changed;
  }

  static String registration(String model, String alias) {
    return new JsonObject()
        .put("type", "model")
        .put("model", model)
        .put("displayName", "Shown " + model)
        .put("provider", "Acme")
        .put("aliases", List.of(alias))
        .put("inputUsdPerMTok", 3)
        .put("outputUsdPerMTok", 15)
        .encode();
  }

  static String benchmark(String model, String period, double score) {
    return new JsonObject()
        .put("type", "benchmark")
        .put("model", model)
        .put("suite", "maths")
        .put("caseId", "m-1")
        .put("occurredAt", period + "-14T00:00:00Z")
        .put("skill", "REASONING")
        .put("score", score)
        .encode();
  }

  static String retraction(String model, String runId, String by, String reason) {
    return new JsonObject()
        .put("type", "retract")
        .put("model", model)
        .put("runId", runId)
        .put("by", by)
        .put("reason", reason)
        .encode();
  }

  /** One segment of a path, slashes encoded too. */
  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

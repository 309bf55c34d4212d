package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Results for the page's tests, sent as runners send them: over HTTP. */
final class PageEvents {

  static final String HOSTILE = "<script>alert(1)</script>";
  static final String LONG = "very-long-model-name-".repeat(10).substring(0, 200);
  static final String RIGHT_TO_LEFT = "نموذج-الأمان 🌊🛡️";

  private PageEvents() {}

  /** Attacks of one model, of which so many are breached; enough of them rank the model. */
  static List<String> attacks(String model, String period, int count, int breached) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          new JsonObject()
              .put("type", "attack")
              .put("model", model)
              .put("suite", "smoke")
              .put("caseId", "case-" + i)
              .put("occurredAt", period + "-14T00:00:00Z")
              .put("category", "prompt-injection")
              .put("severity", "HIGH")
              .put("complexity", "DIRECT")
              .put("outcome", i < breached ? "BREACHED" : "RESISTED")
              .encode());
    }
    return lines;
  }

  static String registration(String model, String provider) {
    return new JsonObject()
        .put("type", "model")
        .put("model", model)
        .put("displayName", "Shown " + model)
        .put("provider", provider)
        .put("inputUsdPerMTok", 3)
        .put("outputUsdPerMTok", 15)
        .encode();
  }

  static String benchmark(String model, String period, double score) {
    return ModelEvents.benchmark(model, period, score);
  }

  /** Campaigns of one model, all resisted. */
  static List<String> campaigns(String model, String period, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          new JsonObject()
              .put("type", "campaign")
              .put("model", model)
              .put("suite", "agents")
              .put("caseId", "case-" + i)
              .put("occurredAt", period + "-14T00:00:00Z")
              .put("intent", "exfiltrate")
              .put("severity", "HIGH")
              .put("complexity", "DIRECT")
              .put("outcome", "RESISTED")
              .put("turns", 5)
              .put("turnBudget", 5)
              .encode());
    }
    return lines;
  }

  /** Posts the lines; every one must be accepted. */
  static void publish(List<String> lines) {
    given()
        .contentType("application/x-ndjson")
        .body((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/results")
        .then()
        .statusCode(200)
        .body("rejected", is(empty()));
  }
}

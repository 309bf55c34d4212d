package dev.tidemark.alerting;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertCategory;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.FlippedCase;
import dev.tidemark.event.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Alerts as the topology writes them, of January 2026. */
final class Alerts {

  static final Instant FIRED = Instant.parse("2026-01-20T10:00:00Z");

  private Alerts() {}

  static String key(String model) {
    return "REGRESSION|" + model + "|all|2026-01";
  }

  static Transition firing(String model, int episode) {
    return new Transition(key(model), alert(model, episode, AlertState.FIRING).build(), false);
  }

  static Transition resolved(String model, int episode) {
    return new Transition(key(model), alert(model, episode, AlertState.RESOLVED).build(), false);
  }

  static Alert.Builder alert(String model, int episode, AlertState state) {
    boolean resolved = state == AlertState.RESOLVED;
    return Alert.newBuilder()
        .setRule(AlertRule.REGRESSION)
        .setModel(model)
        .setDisplayName("Atlas 2")
        .setProvider("Acme")
        .setBoard(AlertBoard.ALL)
        .setPeriod("2026-01")
        .setSeverity(AlertSeverity.CRITICAL)
        .setState(state)
        .setTransition(true)
        .setEpisode(episode)
        .setFiredAt(FIRED)
        .setResolvedAt(resolved ? FIRED.plusSeconds(60) : null)
        .setUpdatedAt(resolved ? FIRED.plusSeconds(60) : FIRED)
        .setMethodVersion("v1")
        .setSummary("Atlas 2 fell on 31 cases and was fixed on 4 (p = 0.00001).")
        .setResolution(resolved ? "Run run-3 was withdrawn: broken judge." : null)
        .setEvidence(evidence("jailbreak", "j-001", "prompt-injection", 1))
        .setPath("/models/acme%2Fatlas-2?period=2026-01");
  }

  /** As long as the rules of events allow, in characters that take most room. */
  static Transition longest(AlertState state) {
    String character = "\uD83E\uDD16";
    String model = character.repeat(200);
    Alert alert =
        alert(model, 1, state)
            .setDisplayName(model)
            .setProvider(model)
            .setSummary("&".repeat(5_000))
            .setResolution(state == AlertState.RESOLVED ? "\"".repeat(5_000) : null)
            .setEvidence(evidence(model, model, character.repeat(100), 10))
            .setRetractions(
                Collections.nCopies(
                    10, new AlertRetraction(FIRED, "\u0001".repeat(200), "\n".repeat(1_000), 3L)))
            .setPath("/models/" + "%F0%9F%A4%96".repeat(200))
            .build();
    return new Transition(key(model), alert, false);
  }

  private static AlertEvidence evidence(String suite, String caseId, String category, int count) {
    return AlertEvidence.newBuilder()
        .setScore(71.25)
        .setRegressed(31L)
        .setFixed(4L)
        .setMcnemar(0.00001)
        .setCoverage(0.93)
        .setPreviousPeriod("2025-12")
        .setCategories(Collections.nCopies(count, new AlertCategory(category, 31L, 4L, 2L)))
        .setCases(
            List.copyOf(
                Collections.nCopies(
                    count,
                    new FlippedCase(
                        "attack", suite, caseId, category, Severity.HIGH, Complexity.DIRECT))))
        .build();
  }
}

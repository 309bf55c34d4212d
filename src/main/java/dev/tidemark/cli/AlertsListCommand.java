package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the alerts of a running service. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Prints the alerts, those that stand first.")
final class AlertsListCommand implements Callable<Integer> {

  // Not picocli's table: that reads markup in its texts, and these are written by strangers.
  private static final String ROW = "%-8s  %-8s  %-15s  %-44.44s  %-5s  %-7s  %-20s  %s%n";

  /** Which alerts. */
  enum State {
    FIRING,
    RESOLVED,
    ALL
  }

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Option(
      names = "--state",
      paramLabel = "firing|resolved|all",
      defaultValue = "all",
      description = "Which alerts (default ${DEFAULT-VALUE}).")
  private State state;

  @Override
  public Integer call() throws Exception {
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                Http.send(
                        HttpRequest.newBuilder(service.resolve("/api/v1/alerts?state=" + state))
                            .build())
                    .body());
    JsonNode alerts = answer.get("alerts");
    PrintWriter out = spec.commandLine().getOut();
    if (alerts.isEmpty()) {
      out.println(state == State.ALL ? "No alerts." : "No alerts that are " + lower() + '.');
    } else {
      out.printf(ROW, "STATE", "SEVERITY", "RULE", "MODEL", "BOARD", "PERIOD", "SINCE", "SUMMARY");
      alerts.forEach(alert -> print(out, alert));
      if (answer.get("cut").asBoolean()) {
        out.printf(
            "The first %d of %s; GET /api/v1/alerts has parameters to pick others.%n",
            alerts.size(), answer.get("total").asText());
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode alert) {
    JsonNode resolution = alert.get("resolution");
    String summary = plain(alert.get("summary"));
    out.printf(
        ROW,
        plain(alert.get("state")),
        plain(alert.get("severity")),
        plain(alert.get("rule")),
        name(alert),
        plain(alert.get("board")),
        plain(alert.get("period")),
        since(alert),
        resolution.isNull() ? summary : plain(resolution) + " It was: " + summary);
  }

  private static String name(JsonNode alert) {
    JsonNode display = alert.get("displayName");
    return plain(display.isNull() ? alert.get("model") : display);
  }

  private static Instant since(JsonNode alert) {
    JsonNode resolved = alert.get("resolvedAt");
    return Instant.parse((resolved.isNull() ? alert.get("firedAt") : resolved).asText())
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private static String plain(JsonNode text) {
    return Plain.of(text.asText());
  }

  private String lower() {
    return state.name().toLowerCase(Locale.ROOT);
  }
}

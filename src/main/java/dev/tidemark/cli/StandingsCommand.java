package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.scoring.Rounding;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the standings of a running service. */
@Command(name = "standings", mixinStandardHelpOptions = true, description = "Prints the standings.")
final class StandingsCommand implements Callable<Integer> {

  // Not picocli's table: that reads markup in its texts, and these are written by strangers.
  private static final String ROW = "%-5s  %-42.42s  %-7s  %-15s  %-6s  %-6s  %-7s  %-8s  %s%n";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Option(
      names = "--period",
      paramLabel = "YYYY-MM",
      description = "Month, UTC (default: the newest with data).")
  private String period;

  @Option(names = "--board", paramLabel = "casi|ars", description = "Board (default: casi).")
  private String board;

  @Option(
      names = "--method",
      paramLabel = "VERSION",
      description = "Scoring method (default: the built-in one).")
  private String method;

  @Override
  public Integer call() throws Exception {
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                Http.send(
                        HttpRequest.newBuilder(service.resolve("/api/v1/standings" + query()))
                            .build())
                    .body());
    PrintWriter out = spec.commandLine().getOut();
    if (answer.get("standings").isEmpty()) {
      out.println("No standings yet. Publish results with 'tidemark publish FILE'.");
    } else {
      out.printf(
          "%s  board %s  method %s  as of %s%n",
          answer.get("period").asText(),
          answer.get("board").asText(),
          answer.get("method").asText(),
          answer.get("asOf").asText());
      print(out, answer.get("standings"), answer.get("board").asText());
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode rows, String scored) {
    boolean casi = scored.equals("casi");
    out.printf(
        ROW,
        "RANK",
        "MODEL",
        scored.toUpperCase(Locale.ROOT),
        "95 % INTERVAL",
        "PERF",
        "RTP",
        "COS",
        "ATTEMPTS",
        "STATUS");
    for (JsonNode row : rows) {
      JsonNode score = row.get(scored);
      out.printf(
          ROW,
          text(row.get("rank")),
          name(row),
          number(score.get("score"), 2),
          score.get("low").isNull()
              ? ""
              : number(score.get("low"), 2) + " - " + number(score.get("high"), 2),
          number(row.get("performance"), 1),
          number(row.get(casi ? "rtp" : "arsRtp"), 2),
          number(row.get(casi ? "cos" : "arsCos"), 2),
          text(score.get("conclusive")),
          text(row.get("status")));
    }
  }

  private String query() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("period", period);
    parameters.put("board", board);
    parameters.put("method", method);
    return parameters.entrySet().stream()
        .filter(parameter -> parameter.getValue() != null)
        .map(
            parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static String name(JsonNode row) {
    JsonNode display = row.get("displayName");
    return Plain.of((display.asText("").isBlank() ? row.get("model") : display).asText());
  }

  private static String number(JsonNode value, int decimals) {
    return value.isNull() ? "" : Rounding.halfUp(value.asDouble(), decimals);
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asText();
  }
}

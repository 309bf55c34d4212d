package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Stops a pipeline when a model isn't good enough. */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a model's score is good enough, and why.",
      "Exit code 0 for pass and warn, 1 for fail and provisional, and when there is no answer."
    })
final class GateCommand implements Callable<Integer> {

  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final Set<String> RESULTS = Set.of("pass", "warn", "fail", "provisional");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Parameters(paramLabel = "MODEL", description = "Canonical name of the model.")
  private String model;

  @Option(names = "--board", paramLabel = "casi|ars", description = "Board (default: casi).")
  private String board;

  @Option(
      names = "--min",
      paramLabel = "SCORE",
      description = "Score to pass with, 0 to 100 (default: 90).")
  private Double min;

  @Option(
      names = "--warn",
      paramLabel = "SCORE",
      description = "Score to warn at instead of failing, at most --min (default: --min).")
  private Double warn;

  @Option(
      names = "--period",
      paramLabel = "YYYY-MM",
      description = "Month, UTC (default: the newest in which the model was tried on the board).")
  private String period;

  @Option(
      names = "--method",
      paramLabel = "VERSION",
      description = "Scoring method (default: the built-in one).")
  private String method;

  @Option(
      names = "--allow-provisional",
      description = "Judge a score of too few attempts too, rather than fail.")
  private boolean allowProvisional;

  @Override
  public Integer call() throws Exception {
    HttpResponse<String> response =
        Http.send(
            HttpRequest.newBuilder(
                    service.resolve("/api/v1/gate/" + encoded(model) + '?' + query()))
                .build(),
            CONFLICT,
            BAD_REQUEST);
    if (response.statusCode() == BAD_REQUEST) {
      throw new ParameterException(spec.commandLine(), Http.detail(response));
    }
    JsonNode answer = new ObjectMapper().readTree(response.body());
    String result = answer.path("result").asText();
    if (!RESULTS.contains(result)) {
      throw new IOException("the service's answer is no gate's: is it a Tidemark?");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%n", result, Plain.of(answer.path("reason").asText()));
    out.flush();
    return result.equals("pass") || result.equals("warn") ? 0 : 1;
  }

  private String query() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("board", board);
    parameters.put("min", min);
    parameters.put("warn", warn);
    parameters.put("period", period);
    parameters.put("method", method);
    parameters.put("allowProvisional", allowProvisional);
    return parameters.entrySet().stream()
        .filter(parameter -> parameter.getValue() != null)
        .map(parameter -> parameter.getKey() + '=' + encoded(parameter.getValue().toString()))
        .collect(Collectors.joining("&"));
  }

  /** For a path as well as for a query: a space is %20 in both. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.tidemark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Makes a silence. */
@Command(
    name = "silence",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps alerts that match from being sent for a while; one of --rule, --model, --provider is"
          + " needed.",
      "What still stands when the silence ends is sent then."
    })
final class SilenceCommand implements Callable<Integer> {

  private static final int BAD_REQUEST = 400;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Option(names = "--rule", paramLabel = "RULE", description = "Only this rule, such as FLOOR.")
  private String rule;

  @Option(
      names = "--model",
      paramLabel = "PATTERN",
      description = "Only models whose name matches; * stands for anything, ? for one character.")
  private String model;

  @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider's models.")
  private String provider;

  @ArgGroup(multiplicity = "1")
  private End end;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  @Option(
      names = "--by",
      defaultValue = "${sys:user.name}",
      paramLabel = "NAME",
      description = "Who silences (default: ${DEFAULT-VALUE}).")
  private String by;

  /** When it is over. */
  static final class End {
    @Option(
        names = "--for",
        paramLabel = "DURATION",
        converter = Length.class,
        description = "How long, such as 30m, 4h or 7d.")
    private Duration length;

    @Option(
        names = "--until",
        paramLabel = "TIME",
        description = "When it ends, such as 2026-03-01T12:00:00Z.")
    private String until;
  }

  /** {@code 30m}, {@code 4h}, {@code 7d}, or ISO-8601. */
  static final class Length implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        String upper = text.toUpperCase(Locale.ROOT);
        return Duration.parse(
            upper.startsWith("P") ? upper : upper.endsWith("D") ? "P" + upper : "PT" + upper);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is no duration such as 30m, 4h or 7d");
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    ObjectMapper json = new ObjectMapper();
    ObjectNode silence = json.createObjectNode();
    silence.put("rule", rule == null ? null : rule.toUpperCase(Locale.ROOT));
    silence.put("model", model);
    silence.put("provider", provider);
    silence.put(
        "until", end.length == null ? end.until : Instant.now().plus(end.length).toString());
    silence.put("reason", reason);
    silence.put("by", by);
    HttpResponse<String> response =
        Http.send(
            service
                .writing("/api/v1/silences")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(silence.toString()))
                .build(),
            BAD_REQUEST);
    if (response.statusCode() == BAD_REQUEST) {
      throw new ParameterException(spec.commandLine(), Http.detail(response));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(SilencesCommand.line(json.readTree(response.body())));
    out.flush();
    return 0;
  }
}

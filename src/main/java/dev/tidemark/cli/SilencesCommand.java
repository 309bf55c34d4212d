package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists silences. */
@Command(
    name = "silences",
    mixinStandardHelpOptions = true,
    description = "Lists the silences that last, the next to end first.")
final class SilencesCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Override
  public Integer call() throws Exception {
    JsonNode silences =
        new ObjectMapper()
            .readTree(
                Http.send(HttpRequest.newBuilder(service.resolve("/api/v1/silences")).build())
                    .body())
            .get("silences");
    PrintWriter out = spec.commandLine().getOut();
    if (silences.isEmpty()) {
      out.println("No silence lasts.");
    }
    silences.forEach(silence -> out.println(line(silence)));
    out.flush();
    return 0;
  }

  /** Its id, what it silences, until when, why and by whom. */
  static String line(JsonNode silence) {
    String what =
        Stream.of("rule", "model", "provider")
            .filter(field -> silence.hasNonNull(field))
            .map(field -> field + ' ' + text(silence, field))
            .collect(Collectors.joining(", "));
    return "%s  %s, until %s: %s%s"
        .formatted(
            text(silence, "id"),
            what,
            text(silence, "until"),
            text(silence, "reason"),
            silence.hasNonNull("by") ? " (" + text(silence, "by") + ')' : "");
  }

  private static String text(JsonNode silence, String field) {
    return Plain.of(silence.get(field).asText());
  }
}

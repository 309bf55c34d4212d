package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries the receivers that the service has. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the service send a sample, labelled as one, to each receiver: it fires, then it is"
          + " resolved. Prints each receiver's answer.",
      "Exit code 1 if one didn't take both."
    })
final class AlertsTestCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Option(
      names = "--receiver",
      paramLabel = "NAME",
      description = "Only this receiver (default: all).")
  private String receiver;

  @Override
  public Integer call() throws Exception {
    String query =
        receiver == null ? "" : "?receiver=" + URLEncoder.encode(receiver, StandardCharsets.UTF_8);
    JsonNode answer =
        new ObjectMapper()
            .readTree(
                Http.send(
                        service
                            .writing("/api/v1/alerts/test" + query)
                            .POST(BodyPublishers.noBody())
                            .build())
                    .body());
    PrintWriter out = spec.commandLine().getOut();
    boolean ok = true;
    for (JsonNode row : answer.get("receivers")) {
      ok &= row.get("ok").asBoolean();
      out.printf(
          "%s (%s): %s. Firing: %s.%s%n",
          row.get("receiver").asText(),
          row.get("type").asText().toLowerCase(),
          row.get("ok").asBoolean() ? "ok" : "FAILED",
          row.get("firing").asText(),
          row.get("resolved").isNull() ? "" : " Resolved: " + row.get("resolved").asText() + '.');
    }
    out.flush();
    return ok ? 0 : 1;
  }
}

package dev.tidemark.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lifts a silence. */
@Command(
    name = "unsilence",
    mixinStandardHelpOptions = true,
    description = "Lifts a silence: what it kept back and still stands is sent now.")
final class UnsilenceCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ServiceOptions service;

  @Parameters(paramLabel = "ID", description = "Its id, as 'alerts silences' lists it.")
  private String id;

  @Override
  public Integer call() throws Exception {
    String path = "/api/v1/silences/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    Http.send(service.writing(path.replace("+", "%20")).DELETE().build());
    PrintWriter out = spec.commandLine().getOut();
    out.println("Lifted.");
    out.flush();
    return 0;
  }
}

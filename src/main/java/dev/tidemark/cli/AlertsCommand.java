package dev.tidemark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** What has to do with alerts. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Tries the receivers of alerts; makes, lists and lifts silences.",
    subcommands = {
      AlertsTestCommand.class,
      SilenceCommand.class,
      SilencesCommand.class,
      UnsilenceCommand.class
    })
final class AlertsCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name test, silence, silences or unsilence.");
  }
}

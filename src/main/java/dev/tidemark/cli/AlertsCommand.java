package dev.tidemark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What has to do with alerts. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows alerts, tries their receivers; makes, lists and lifts silences.",
    subcommands = {
      AlertsListCommand.class,
      AlertsTestCommand.class,
      SilenceCommand.class,
      SilencesCommand.class,
      UnsilenceCommand.class
    })
final class AlertsCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Name one of " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}

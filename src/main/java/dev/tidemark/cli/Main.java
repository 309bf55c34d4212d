package dev.tidemark.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: {@code tidemark COMMAND}. Exit code 0 ok, 1 a failed check, 2 bad usage. */
@QuarkusMain
@Command(
    name = "tidemark",
    description = "A live security leaderboard for AI models.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      PublishCommand.class,
      ImportHistoryCommand.class,
      StandingsCommand.class,
      GateCommand.class,
      AlertsCommand.class,
      VerifyCommand.class,
      BrokerCommand.class,
      SoakCommand.class,
      BenchCommand.class,
      BenchPeerCommand.class,
      DlqCommand.class,
      TopicsCommand.class
    })
public final class Main implements Runnable {

  // Held strongly: java.util.logging forgets a logger, level and all, that nobody refers to.
  private static final Logger ROOT = Logger.getLogger("");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Commands speak by themselves; the log manager's defaults would format a line per record.
    // The service sets its levels from application.properties when it starts.
    ROOT.setLevel(Level.SEVERE);
    System.exit(commandLine().execute(args));
  }

  /** The commands, with errors said plainly. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new PlainErrors());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}

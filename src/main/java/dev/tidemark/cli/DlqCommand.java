package dev.tidemark.cli;

import dev.tidemark.cli.dlq.DeadLetterBox;
import dev.tidemark.cli.dlq.LetterFilter;
import dev.tidemark.event.SchemaRegistry;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what was refused, and puts it back. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Lists the dead letters (records that break a rule), or puts them back.")
final class DlqCommand implements Runnable {

  private static final int ERROR_WIDTH = 120;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name list or replay.");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description =
          "Counts the dead letters that were not put back yet, by topic, rule and runner.")
  int list(@Mixin Source source, @Mixin LetterFilter filter) {
    List<DeadLetterBox.Group> groups = source.box().groups(filter);
    PrintWriter out = spec.commandLine().getOut();
    for (DeadLetterBox.Group group : groups) {
      out.printf(
          "%,d  %s  %s%s, newest %s%n    %s%n",
          group.count(),
          group.topic().isEmpty() ? "of further kinds" : Plain.of(group.topic()),
          Plain.of(group.rule()),
          group.runner().isEmpty() ? "" : ", runner " + Plain.of(group.runner()),
          Instant.ofEpochMilli(group.newest()),
          shortened(Plain.of(group.example())));
    }
    long letters = groups.stream().mapToLong(DeadLetterBox.Group::count).sum();
    out.println(letters == 0 ? "No dead letters." : "%,d dead letters".formatted(letters));
    out.flush();
    return 0;
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Puts dead letters back into the topics that they came from, each exactly once.",
        "For after a fix: what still breaks a rule is refused again. Keys, timestamps and headers"
            + " are kept."
      })
  int replay(@Mixin Source source, @Mixin LetterFilter filter) {
    DeadLetterBox.Replay replay = source.box().replay(filter);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%,d put back%n", replay.replayed());
    if (replay.omitted() > 0) {
      out.printf(
          "%,d can't be: their records were too large for the dead-letter topic, and 'dlq list'"
              + " says which topic they are in; or they came from no topic of results%n",
          replay.omitted());
    }
    out.flush();
    return replay.omitted() == 0 ? 0 : 1;
  }

  private static String shortened(String text) {
    return text.length() <= ERROR_WIDTH ? text : text.substring(0, ERROR_WIDTH) + "…";
  }

  /** Which cluster. */
  static final class Source {

    @Option(
        names = "--bootstrap-servers",
        defaultValue = "localhost:9092",
        paramLabel = "HOST:PORT",
        description = "The Kafka cluster (default ${DEFAULT-VALUE}).")
    private String bootstrapServers;

    @Option(
        names = "--schema-registry",
        paramLabel = "URL",
        description = "Registry of records in Confluent framing, to read their runner.")
    private URI schemaRegistry;

    private DeadLetterBox box() {
      return new DeadLetterBox(
          bootstrapServers, schemaRegistry == null ? null : new SchemaRegistry(schemaRegistry));
    }
  }
}

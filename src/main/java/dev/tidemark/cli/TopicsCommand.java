package dev.tidemark.cli;

import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinition;
import dev.tidemark.kafka.TopicDefinitions;
import dev.tidemark.kafka.TopicDifference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a cluster's topics what {@code topics/} says, or says what differs. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Compares a Kafka cluster's topics with their definitions, or applies them.")
final class TopicsCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Name apply or diff.");
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Creates what is missing and sets what differs; says what it did.")
  int apply(@Mixin Cluster cluster, @Mixin Definitions definitions) {
    List<String> done = cluster.with(admin -> admin.apply(definitions.read()));
    print(done);
    if (done.isEmpty()) {
      print(List.of("All topics are as defined."));
    }
    return 0;
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Says what differs; exit code 1 if anything does.")
  int diff(@Mixin Cluster cluster, @Mixin Definitions definitions) {
    List<String> differences =
        cluster.with(
            admin -> admin.diff(definitions.read()).stream().map(TopicDifference::text).toList());
    print(differences);
    if (differences.isEmpty()) {
      print(List.of("All topics are as defined."));
    }
    return differences.isEmpty() ? 0 : 1;
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  /** Which cluster. */
  static final class Cluster {

    @Option(
        names = "--bootstrap-servers",
        defaultValue = "localhost:9092",
        paramLabel = "HOST:PORT",
        description = "The Kafka cluster (default ${DEFAULT-VALUE}).")
    private String bootstrapServers;

    private <T> T with(Function<TopicAdmin, T> action) {
      try (Admin admin = Admin.create(ClientSettings.admin(bootstrapServers))) {
        return action.apply(new TopicAdmin(admin));
      }
    }
  }

  /** Which definitions. */
  static final class Definitions {

    @Option(
        names = "--definitions",
        paramLabel = "FOLDER",
        description = "A folder of KafkaTopic files (default: those that came with this version).")
    private Path folder;

    private List<TopicDefinition> read() {
      return folder == null
          ? TopicDefinitions.fromClassPath(Topics.ALL)
          : TopicDefinitions.fromFolder(folder);
    }
  }
}

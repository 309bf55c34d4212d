package dev.tidemark.cli;

import dev.tidemark.cli.soak.Fault;
import dev.tidemark.cli.soak.Soak;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Breaks a Tidemark of its own for as long as wanted, and proves that nothing is lost. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Breaks a Tidemark of its own and proves that nothing is lost and nothing counts twice.",
      "Starts a broker, scoring instances and a serving node as processes, sends results good and"
          + " bad, and meanwhile kills, stalls, restarts and empties them. Verifies after every"
          + " round. Touches no other Tidemark. Exit code 1 if anything was found."
    })
final class SoakCommand implements Callable<Integer> {

  /** And one that joins: the ledger has four parts. */
  private static final int MOST_INSTANCES = 3;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      paramLabel = "N",
      description = "How long (default ${DEFAULT-VALUE}); the round under way is finished.")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is sent and what breaks when (default: a random one, printed).")
  private Long seed;

  @Option(
      names = "--instances",
      defaultValue = "2",
      paramLabel = "N",
      description = "Scoring instances that run all the time, 1 to 3 (default ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--standby-replicas",
      defaultValue = "0",
      paramLabel = "N",
      description = "tidemark.score.standby-replicas of them (default ${DEFAULT-VALUE}).")
  private int standbys;

  @Option(
      names = "--rate",
      defaultValue = "400",
      paramLabel = "N",
      description = "Records a second, over all runners (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      description = "Draw from these alone: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Fault> faults = List.of(Fault.values());

  @Mixin private WorkFolder data;

  @Override
  public Integer call() throws Exception {
    if (minutes < 0 || instances < 1 || instances > MOST_INSTANCES || rate < 4) {
      throw new ParameterException(
          spec.commandLine(),
          "--minutes and --rate are at least 0 and 4, --instances 1 to " + MOST_INSTANCES + '.');
    }
    Path folder = data.path();
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    out.printf(
        "seed %d, %d instances, %d standby replicas, %d records/s, faults %s;"
            + " data and logs in %s%n",
        chosen,
        instances,
        standbys,
        rate,
        faults.stream().map(Fault::name).collect(Collectors.joining(",")),
        folder);
    try (Soak soak =
        new Soak(
            new Soak.Plan(
                chosen, Duration.ofMinutes(minutes), instances, standbys, rate, faults, folder),
            out::println)) {
      return soak.run() ? 0 : 1;
    }
  }
}

package dev.tidemark.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.bench.Bench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Measures Tidemark beside what one would use instead. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Tidemark beside what one would use instead, in one run on this machine.",
      "Starts a broker and everything measured as processes of their own, and verifies the standings"
          + " after each part. Keep the machine otherwise idle; compare ratios, not figures."
    })
final class BenchCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description =
          "What to measure: ${COMPLETION-CANDIDATES} (default: CATCHUP, LATENCY, BATCH and HTTP).")
  private List<Bench.Part> parts =
      List.of(Bench.Part.CATCHUP, Bench.Part.LATENCY, Bench.Part.BATCH, Bench.Part.HTTP);

  @Option(
      names = "--results",
      defaultValue = "2000000",
      paramLabel = "N",
      description = "Size of the backlog (default ${DEFAULT-VALUE}).")
  private long results;

  @Option(
      names = "--repeats",
      defaultValue = "3",
      paramLabel = "N",
      description = "Runs of each system, rate and load, interleaved (default ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "1000,10000",
      paramLabel = "N",
      description = "Results a second of LATENCY (default ${DEFAULT-VALUE}).")
  private List<Integer> rates;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "N",
      description = "How long each rate and load is held (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--ledgers",
      split = ",",
      defaultValue = "1000000,5000000,20000000",
      paramLabel = "N",
      description = "Sizes of LEDGER, ascending (default ${DEFAULT-VALUE}).")
  private List<Long> ledgers;

  @Option(
      names = "--jvm-flags",
      split = " ",
      defaultValue = "-Xmx1g",
      paramLabel = "FLAGS",
      description = "Flags of every virtual machine that is measured (default ${DEFAULT-VALUE}).")
  private List<String> flags;

  @Option(
      names = "--duckdb",
      paramLabel = "JAR",
      description = "DuckDB's JDBC driver, for BATCH; './tidemark bench' fetches it.")
  private Path duckDb;

  @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go as JSON.")
  private Path json;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Where the speeds of CATCHUP go as an SVG.")
  private Path chart;

  @Mixin private WorkFolder data;

  @Override
  public Integer call() throws Exception {
    if (results < 1_000 || repeats < 1 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--results, --repeats and --seconds are at least 1000, 1 and 1.");
    }
    Path folder = data.path();
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    Bench.Plan plan =
        new Bench.Plan(
            results, repeats, rates, Duration.ofSeconds(seconds), ledgers, flags, folder, duckDb);
    out.printf("data and logs in %s%n", folder);
    Bench bench = new Bench(plan, out::println);
    for (Bench.Part part : parts) {
      bench.run(part);
      // After each part: what a run of hours has found outlives its failure.
      if (chart != null && bench.chart().isPresent()) {
        Files.writeString(chart, bench.chart().get());
      }
      if (json != null) {
        ObjectMapper mapper = new ObjectMapper();
        Files.writeString(
            json, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(bench.json(mapper)));
      }
    }
    return 0;
  }
}

package dev.tidemark.cli;

import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.scoring.Methods;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that the live standings are what the raw topics say. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that the live standings are what the raw topics say.",
      "Recomputes every tally and score in a plain batch from the raw topics and compares them with"
          + " the live standings, bit for bit. Prints what differs; exit code 1 if anything does."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int SHOWN = 100;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      defaultValue = "localhost:9092",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster (default ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description = "Registry of results in Confluent framing, the one that the service uses.")
  private URI schemaRegistry;

  @Option(
      names = "--wait",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "How long results on their way may take (default ${DEFAULT-VALUE}).")
  private long wait;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    Verification.Report report =
        new Verification(
                bootstrapServers,
                schemaRegistry == null ? null : new SchemaRegistry(schemaRegistry),
                Methods.builtIn().standard())
            .run(Duration.ofSeconds(wait));
    report.overfull().forEach(identity -> out.println("more versions than are kept: " + identity));
    report.differences().stream().limit(SHOWN).forEach(out::println);
    if (report.differences().size() > SHOWN) {
      out.printf("and %,d more differences%n", report.differences().size() - SHOWN);
    }
    out.printf(
        "%s: %,d records read, %,d result identities, %,d refused, %,d standings recomputed,"
            + " %,d differences (%.1f s)%n",
        report.passed() ? "VERIFIED" : "NOT VERIFIED",
        report.records(),
        report.identities(),
        report.refused(),
        report.standings(),
        report.differences().size(),
        (System.nanoTime() - start) / 1e9);
    out.flush();
    return report.passed() ? 0 : 1;
  }
}

package dev.tidemark.cli;

import dev.tidemark.ingest.ModelNames;
import dev.tidemark.ingest.PublishException;
import dev.tidemark.ingest.PublishReport;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Publishes files of events, to a running service or straight to Kafka. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes files of events.",
      "One JSON object a line, gzip or plain: results, model registrations, retractions."
          + " Publishing a file again changes nothing. Exit code 1 if a line was rejected."
    })
final class PublishCommand implements Callable<Integer> {

  private static final int MOST_SECONDS = 86_400;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to publish, in this order.")
  private List<Path> files;

  @Mixin private ServiceOptions service;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Write straight to this Kafka cluster, not through the service.")
  private String bootstrapServers;

  @Option(
      names = "--wait",
      defaultValue = "120",
      paramLabel = "SECONDS",
      description =
          "How long to keep trying when service or cluster goes away meanwhile (default"
              + " ${DEFAULT-VALUE}).")
  private int wait;

  @Option(
      names = "--max-models",
      paramLabel = "N",
      defaultValue = "${env:TIDEMARK_INGEST_MAX_MODELS:-" + ModelNames.MOST + "}",
      description =
          "How many different models may stand in the files, with --bootstrap-servers"
              + " (default ${DEFAULT-VALUE}); the service has its own setting.")
  private int maxModels;

  @Override
  public Integer call() throws Exception {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new ParameterException(spec.commandLine(), "There is no file " + file + " to read.");
      }
    }
    if (wait < 0 || wait > MOST_SECONDS) {
      throw new ParameterException(
          spec.commandLine(), "--wait takes 0 to " + MOST_SECONDS + " seconds.");
    }
    if (maxModels < 1) {
      throw new ParameterException(spec.commandLine(), "--max-models is 1 or more.");
    }
    long rejected = 0;
    try (EventOutlet outlet = outlet()) {
      for (Path file : files) {
        rejected += publish(file, outlet);
      }
    }
    return rejected == 0 ? 0 : 1;
  }

  private EventOutlet outlet() {
    Duration patience = Duration.ofSeconds(wait);
    return bootstrapServers == null
        ? new ServiceOutlet(
            service, patience, notice -> spec.commandLine().getErr().println("tidemark: " + notice))
        : new KafkaOutlet(bootstrapServers, patience, maxModels);
  }

  private long publish(Path file, EventOutlet outlet) throws Exception {
    PublishReport report;
    try (InputStream in = new BufferedInputStream(open(file))) {
      report = outlet.publish(in, isGzip(in));
    } catch (PublishException e) {
      if (e.side() == PublishException.Side.SINK) {
        throw e;
      }
      // Without its cause, which would be said instead: the place is what one needs here.
      throw new IOException(
          "%s: %s (%s); publishing it again is safe"
              .formatted(file, e.getMessage(), e.getCause().getMessage()));
    }
    PrintWriter out = spec.commandLine().getOut();
    report.rejected().forEach(line -> out.printf("%s:%d: %s%n", file, line.line(), line.error()));
    report.warnings().forEach(warning -> out.printf("%s: warning: %s%n", file, warning));
    out.printf("%s: %,d accepted, %,d rejected%n", file, report.accepted(), report.rejectedTotal());
    out.flush();
    return report.rejectedTotal();
  }

  /** With a progress bar where somebody sees it. */
  private static InputStream open(Path file) throws IOException {
    // Not Files.newInputStream, which can't read a pipe.
    InputStream in = new FileInputStream(file.toFile());
    return System.console() == null
        ? in
        : ProgressBar.wrap(
            in,
            new ProgressBarBuilder()
                .setTaskName(file.getFileName().toString())
                .setInitialMax(Files.size(file))
                .setUnit("KB", 1_000)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .clearDisplayOnFinish());
  }

  /** By its first bytes: names lie. A pipe can't be read twice, so the bytes are put back. */
  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
    in.reset();
    return gzip;
  }
}

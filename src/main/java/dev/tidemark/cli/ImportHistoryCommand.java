package dev.tidemark.cli;

import dev.tidemark.event.Reference;
import dev.tidemark.event.ReferenceRules;
import dev.tidemark.event.Violation;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.HistoryCsv;
import dev.tidemark.serving.HistoryTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Loads a history that somebody else published, as a reference. */
@Command(
    name = "import-history",
    mixinStandardHelpOptions = true,
    description = {
      "Loads a published history as a reference series, kept apart from measured scores.",
      "The file is CSV: Model, then up to 12 months (Jan to Dec), a row a model, blank where there"
          + " is no score. It replaces the series on that board as a whole. Straight to Kafka."
    })
final class ImportHistoryCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The published CSV file.")
  private Path file;

  @Option(
      names = "--series",
      required = true,
      paramLabel = "NAME",
      description = "What the series is called, such as f5.")
  private String series;

  @Option(
      names = "--last",
      required = true,
      paramLabel = "YYYY-MM",
      description = "Month of the last column: the file names no years.")
  private String last;

  @Option(
      names = "--board",
      defaultValue = "casi",
      paramLabel = "casi|ars",
      description = "Board that the scores are for (default ${DEFAULT-VALUE}).")
  private Board board;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Where it was published, shown with it (default: the file's name).")
  private String source;

  @Option(
      names = "--bootstrap-servers",
      defaultValue = "localhost:9092",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster (default ${DEFAULT-VALUE}).")
  private String bootstrapServers;

  @Override
  public Integer call() throws IOException {
    if (!ReferenceRules.isSeries(series)) {
      throw new ParameterException(spec.commandLine(), "--series " + ReferenceRules.seriesRule());
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(spec.commandLine(), "There is no file " + file + " to read.");
    }
    Period lastMonth = lastMonth();
    String csv = text();
    HistoryTable table = table(csv, lastMonth);
    List<Reference> references = references(table);
    HistoryImport.Report report =
        new HistoryImport(bootstrapServers).replace(series, boardName(), references);
    PrintWriter out = spec.commandLine().getOut();
    if (!HistoryCsv.write(table).equals(csv)) {
      out.printf(
          "%s: note: exported again it will end lines with LF and quote only what must be, which"
              + " this file doesn't%n",
          file);
    }
    out.printf(
        "%s: series %s, board %s, %s to %s: %,d models, %,d scores; cells: %,d written, %,d"
            + " unchanged, %,d taken back%n",
        file,
        series,
        boardName(),
        table.months().get(0),
        lastMonth,
        table.rows().size(),
        references.stream().filter(of -> of.getScore() != null).count(),
        report.written(),
        report.unchanged(),
        report.takenBack());
    out.flush();
    return 0;
  }

  private Period lastMonth() {
    try {
      return Period.parse(last);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--last must be a month written YYYY-MM, such as 2026-02.");
    }
  }

  private String text() throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": the file is not UTF-8");
    }
  }

  private HistoryTable table(String csv, Period lastMonth) {
    try {
      return HistoryCsv.read(csv, lastMonth);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage());
    }
  }

  private List<Reference> references(HistoryTable table) {
    List<Reference> references = new ArrayList<>();
    String from = source == null ? file.getFileName().toString() : source;
    for (int row = 0; row < table.rows().size(); row++) {
      String model = table.rows().get(row).name();
      for (int month = 0; month < table.months().size(); month++) {
        String text = table.rows().get(row).cells().get(month);
        references.add(
            valid(
                new Reference(
                    series,
                    boardName(),
                    model,
                    table.months().get(month).toString(),
                    ReferenceRules.score(text),
                    text,
                    from,
                    row)));
      }
    }
    return references;
  }

  private Reference valid(Reference reference) {
    List<Violation> violations = ReferenceRules.check(reference);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: row %d: %s"
              .formatted(file, reference.getPosition() + 1, violations.get(0).message()));
    }
    return reference;
  }

  private String boardName() {
    return board.name().toLowerCase(Locale.ROOT);
  }
}

package dev.tidemark.serving;

import dev.tidemark.event.Quoted;
import dev.tidemark.event.ReferenceRules;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.HistoryTable.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The layout in which F5 Labs publishes a rolling year: {@code Model}, then the months by their
 * English abbreviations without years, a row a model, lines that end with LF.
 */
public final class HistoryCsv {

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final String FIRST_COLUMN = "Model";

  private HistoryCsv() {}

  /** Quotes only where RFC 4180 asks for it; no name becomes a spreadsheet's formula. */
  public static String write(HistoryTable table) {
    StringBuilder csv = new StringBuilder();
    line(csv, FIRST_COLUMN, table.months().stream().map(HistoryCsv::abbreviation).toList());
    table.rows().forEach(row -> line(csv, StandingsCsv.text(row.name()), row.cells()));
    return csv.toString();
  }

  private static void line(StringBuilder csv, String first, List<String> others) {
    csv.append(Stream.concat(Stream.of(first), others.stream()).collect(Collectors.joining(",")))
        .append('\n');
  }

  /**
   * Reads a published table; each score keeps its own text.
   *
   * @param last the month of the last column: the file names no years
   * @throws IllegalArgumentException if the text is no such table; says where and what is allowed
   */
  public static HistoryTable read(String csv, Period last) {
    try (CSVParser parser = CSVParser.parse(csv, CSVFormat.RFC4180)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new IllegalArgumentException("the file is empty");
      }
      List<Period> months = header(records.next(), last);
      List<Row> rows = new ArrayList<>();
      Map<String, Long> lines = new HashMap<>();
      while (records.hasNext()) {
        CSVRecord record = records.next();
        long line = parser.getCurrentLineNumber();
        rows.add(row(record, months, line));
        Long before = lines.putIfAbsent(record.get(0), line);
        if (before != null) {
          throw at(line, 1, Quoted.of(record.get(0)) + " stands on line " + before + " already");
        }
      }
      if (rows.isEmpty()) {
        throw new IllegalArgumentException("the file has no row below its header");
      }
      return new HistoryTable(months, rows);
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalArgumentException("the file is no CSV: " + e.getMessage(), e);
    }
  }

  private static List<Period> header(CSVRecord header, Period last) {
    if (!header.get(0).equals(FIRST_COLUMN)) {
      throw at(1, 1, Quoted.of(header.get(0)) + " stands where \"Model\" is expected");
    }
    int count = header.size() - 1;
    if (count < 1 || count > HistoryTable.MAX_MONTHS) {
      throw at(
          1, header.size(), count + " months: 1 to " + HistoryTable.MAX_MONTHS + " are allowed");
    }
    List<Period> months = HistoryTable.monthsUntil(last, count);
    for (int i = 0; i < count; i++) {
      String expected = abbreviation(months.get(i));
      if (!header.get(i + 1).equals(expected)) {
        throw at(
            1,
            i + 2,
            "%s stands where %s is expected: months run on without a gap to the last, %s"
                .formatted(Quoted.of(header.get(i + 1)), expected, last));
      }
    }
    return months;
  }

  private static Row row(CSVRecord record, List<Period> months, long line) {
    if (record.size() != months.size() + 1) {
      throw at(
          line,
          record.size(),
          "the line has %d columns, the header %d".formatted(record.size(), months.size() + 1));
    }
    List<String> cells = new ArrayList<>();
    for (int i = 1; i < record.size(); i++) {
      try {
        ReferenceRules.score(record.get(i));
      } catch (IllegalArgumentException e) {
        throw at(line, i + 1, abbreviation(months.get(i - 1)) + ' ' + e.getMessage());
      }
      cells.add(record.get(i));
    }
    return new Row(record.get(0), List.copyOf(cells));
  }

  private static String abbreviation(Period month) {
    return MONTHS.get(month.month() % MONTHS.size());
  }

  private static IllegalArgumentException at(long line, int column, String what) {
    return new IllegalArgumentException("line %d, column %d: %s".formatted(line, column, what));
  }
}

package dev.tidemark.cli.bench;

import dev.tidemark.event.EventJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What farms do today: results are lines in files, and every refresh of the board reads all of them
 * again. In DuckDB, the fastest that needs no server.
 */
final class DuckBatch implements AutoCloseable {

  /** As many files as the most refreshes of a run. */
  static final int FILES = 100;

  private static final String QUERY =
      """
      WITH latest AS (
        SELECT *, strftime(occurredAt, '%%Y-%%m') AS month
        FROM read_json([%s], format = 'newline_delimited', ignore_errors = true, columns = {
          type: 'VARCHAR', model: 'VARCHAR', suite: 'VARCHAR', caseId: 'VARCHAR', trial: 'INTEGER',
          revision: 'INTEGER', occurredAt: 'TIMESTAMP', runId: 'VARCHAR', category: 'VARCHAR',
          intent: 'VARCHAR', skill: 'VARCHAR', severity: 'VARCHAR', complexity: 'VARCHAR',
          outcome: 'VARCHAR', score: 'DOUBLE'})
        WHERE outcome IS NOT NULL OR score IS NOT NULL
        QUALIFY row_number() OVER (
          PARTITION BY type, model, suite, caseId, trial, strftime(occurredAt, '%%Y-%%m')
          ORDER BY revision DESC, runId DESC) = 1),
      cells AS (
        SELECT model, month, type, coalesce(category, intent, skill) AS cell, severity, complexity,
          count(*) AS results,
          count(*) FILTER (outcome = 'BREACHED') AS breached,
          count(*) FILTER (outcome = 'RESISTED') AS resisted,
          sum(score) AS score
        FROM latest GROUP BY ALL)
      SELECT sum(results), count(*), sum(breached), sum(resisted), sum(score) FROM cells
      """;

  private final List<Path> files = new ArrayList<>();
  private final Connection connection;

  /**
   * @param driver the jar of DuckDB's JDBC driver
   */
  DuckBatch(Path driver) throws IOException {
    try {
      URLClassLoader loader =
          new URLClassLoader(new URL[] {driver.toUri().toURL()}, getClass().getClassLoader());
      Driver duck =
          (Driver)
              Class.forName("org.duckdb.DuckDBDriver", true, loader)
                  .getDeclaredConstructor()
                  .newInstance();
      connection = duck.connect("jdbc:duckdb:", new Properties());
    } catch (ReflectiveOperationException | SQLException e) {
      throw new IOException("DuckDB can't be used: " + e, e);
    }
  }

  /** Writes the first results, good and cut short, in their order. */
  void write(BenchEvents events, long results, Path folder) throws IOException {
    Files.createDirectories(folder);
    long next = 0;
    for (int file = 1; file <= FILES; file++) {
      Path path = folder.resolve("results-%03d.ndjson".formatted(file));
      files.add(path);
      try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
        for (long end = results * file / FILES; next < end; next++) {
          String line = EventJson.toJson(events.event(next)).toString();
          out.write(events.bad(next) ? line.substring(0, line.length() / 2) : line);
          out.newLine();
        }
      }
    }
  }

  /**
   * Counts the results in the first files.
   *
   * @return how many count
   */
  long refresh(int count) throws IOException {
    String list =
        files.subList(0, count).stream()
            .map(path -> "'" + path.toString().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(QUERY.formatted(list))) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IOException("DuckDB refused: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}

package dev.tidemark.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One table of figures, for people and for programs. A row is of one or several runs, of which it
 * shows the medians.
 */
final class BenchTable {

  private final String title;
  private final String of;
  private final Map<String, List<Map<String, Object>>> runs = new LinkedHashMap<>();
  private String figure;
  private String own;

  /**
   * @param of the first column: what is measured
   */
  BenchTable(String title, String of) {
    this.title = title;
    this.of = of;
  }

  /** A new run of a row, in which all runs have the same columns; figures are put into it. */
  Map<String, Object> run(String row) {
    Map<String, Object> run = new LinkedHashMap<>();
    runs.computeIfAbsent(row, any -> new ArrayList<>()).add(run);
    return run;
  }

  /** Adds to each row the slowest and the fastest run, and how many times as fast one's own is. */
  void compare(String speed, String ownRow) {
    figure = speed;
    own = ownRow;
  }

  /** The medians; what isn't a figure is that of the first run. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    runs.forEach(
        (name, of) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put(this.of, name);
          for (Map.Entry<String, Object> column : of.get(0).entrySet()) {
            boolean isFigure = column.getValue() instanceof Double;
            row.put(column.getKey(), isFigure ? median(name, column.getKey()) : column.getValue());
            if (column.getKey().equals(figure)) {
              double[] sorted = sorted(name, figure);
              row.put("slowest", sorted[0]);
              row.put("fastest", sorted[sorted.length - 1]);
              row.put(own + " is ×", median(own, figure) / median(name, figure));
            }
          }
          row.put("runs", of.size());
          rows.add(row);
        });
    return rows;
  }

  private double median(String row, String column) {
    double[] sorted = sorted(row, column);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double[] sorted(String row, String column) {
    return runs.get(row).stream().mapToDouble(run -> (Double) run.get(column)).sorted().toArray();
  }

  /** Title, head and rows, columns aligned. */
  List<String> lines() {
    List<Map<String, Object>> rows = rows();
    List<String> columns = List.copyOf(rows.get(0).keySet());
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns);
    for (Map<String, Object> row : rows) {
      cells.add(columns.stream().map(column -> text(row.get(column))).toList());
    }
    int[] widths = new int[columns.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(title);
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** The title, the rows and every run with its raw figures. */
  ObjectNode json(ObjectMapper mapper) {
    ObjectNode table = mapper.createObjectNode().put("title", title);
    ArrayNode array = table.putArray("rows");
    rows().forEach(row -> array.add(mapper.valueToTree(row)));
    table.set("runs", mapper.valueToTree(runs));
    return table;
  }

  /** One column of figures by row. */
  Map<String, Double> figures(String column) {
    Map<String, Double> figures = new LinkedHashMap<>();
    runs.keySet().forEach(row -> figures.put(row, median(row, column)));
    return figures;
  }

  /** What a run says, on one line. */
  static String text(String row, Map<String, Object> run) {
    StringBuilder text = new StringBuilder(row).append(':');
    run.forEach((column, value) -> text.append(' ').append(column).append(' ').append(text(value)));
    return text.toString();
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      double size = Math.abs(number);
      String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
      return String.format(Locale.ROOT, format, number);
    }
    return value instanceof Number
        ? String.format(Locale.ROOT, "%,d", value)
        : String.valueOf(value);
  }
}

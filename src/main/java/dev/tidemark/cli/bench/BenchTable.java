package dev.tidemark.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One table of figures, for people and for programs. */
final class BenchTable {

  private final String title;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  BenchTable(String title) {
    this.title = title;
  }

  /** A new row; figures are added to it by column. */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    rows.add(row);
    return row;
  }

  /** Title, head and rows, columns aligned. */
  List<String> lines() {
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

  /** The title and the rows with their raw figures. */
  ObjectNode json(ObjectMapper mapper) {
    ObjectNode table = mapper.createObjectNode().put("title", title);
    ArrayNode array = table.putArray("rows");
    rows.forEach(row -> array.add(mapper.valueToTree(row)));
    return table;
  }

  /** One column of figures by another column, in the order of the rows. */
  Map<String, Double> figures(String name, String figure) {
    Map<String, Double> figures = new LinkedHashMap<>();
    rows.forEach(row -> figures.put(row.get(name).toString(), (Double) row.get(figure)));
    return figures;
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

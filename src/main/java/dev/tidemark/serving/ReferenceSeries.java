package dev.tidemark.serving;

import dev.tidemark.event.Reference;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One published history, its names resolved to models.
 *
 * @param source where it was published
 * @param months without gaps, oldest first, at most a rolling year
 * @param rows in the order of publishing
 */
record ReferenceSeries(
    String series, Board board, String source, List<Period> months, List<Row> rows) {

  /**
   * One model.
   *
   * @param model canonical name
   * @param name as published; the model's own where several published names mean it
   * @param names those published names
   * @param values by month, blanks included
   * @param hidden values of a merged row that give way to a different one
   */
  record Row(
      String model,
      String name,
      List<String> names,
      SortedMap<Period, Reference> values,
      List<Reference> hidden) {

    /** The newest score before a period; empty if there is none. */
    Optional<Map.Entry<Period, Reference>> before(Period period) {
      return values.headMap(period).entrySet().stream()
          .filter(value -> value.getValue().getScore() != null)
          .reduce((earlier, later) -> later);
    }

    private String text(Period month) {
      Reference value = values.get(month);
      return value == null ? "" : value.getText();
    }
  }

  /** The series in the layout in which it was published. */
  HistoryTable table() {
    return new HistoryTable(
        months,
        rows.stream()
            .map(row -> new HistoryTable.Row(row.name(), months.stream().map(row::text).toList()))
            .toList());
  }
}

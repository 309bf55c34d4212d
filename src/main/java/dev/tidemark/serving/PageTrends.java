package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every model's scores of the 12 months that end with a period. */
@ApplicationScoped
public class PageTrends {

  private final BoardRows rows;

  PageTrends(BoardRows rows) {
    this.rows = rows;
  }

  /** By model, oldest month first, null where a month has no score. */
  Map<String, List<Double>> of(Period last, Board board, Method method) {
    List<Period> months = HistoryTable.monthsUntil(last, HistoryTable.MAX_MONTHS);
    Map<String, Double[]> scores = new HashMap<>();
    for (int i = 0; i < months.size(); i++) {
      for (StandingRow row : rows.of(months.get(i), board, method)) {
        scores.computeIfAbsent(row.model(), any -> new Double[months.size()])[i] = row.score(board);
      }
    }
    Map<String, List<Double>> trends = new HashMap<>();
    scores.forEach((model, year) -> trends.put(model, Arrays.asList(year)));
    return trends;
  }
}

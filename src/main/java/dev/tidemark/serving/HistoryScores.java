package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.serving.HistoryTable.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measured scores of a rolling year. */
@ApplicationScoped
public class HistoryScores {

  private static final int DECIMALS = 2;
  private static final Comparator<Row> BY_NAME =
      Comparator.comparing(Row::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Row::name);

  private final BoardRows rows;

  HistoryScores(BoardRows rows) {
    this.rows = rows;
  }

  private record Measured(StandingRow newest, String[] cells) {}

  /**
   * The 12 months that end with this one: a row for each model that has a score on the board in one
   * of them, provisional scores included, sorted by name.
   */
  HistoryTable of(Period last, Board board, Method method) {
    List<Period> months = HistoryTable.monthsUntil(last, HistoryTable.MAX_MONTHS);
    Map<String, Measured> models = new TreeMap<>();
    for (int i = 0; i < months.size(); i++) {
      for (StandingRow row : rows.of(months.get(i), board, method)) {
        if (row.score(board) != null) {
          Measured before = models.get(row.model());
          String[] cells = before == null ? blank(months.size()) : before.cells();
          cells[i] = Rounding.halfUp(row.score(board), DECIMALS);
          models.put(row.model(), new Measured(row, cells));
        }
      }
    }
    Map<String, Integer> uses = uses(models.values());
    return new HistoryTable(
        months,
        models.values().stream()
            .map(model -> new Row(name(model.newest(), uses), List.of(model.cells())))
            .sorted(BY_NAME)
            .toList());
  }

  /** How many models each name could mean. */
  private static Map<String, Integer> uses(Collection<Measured> models) {
    Map<String, Integer> uses = new HashMap<>();
    for (Measured model : models) {
      String shown = model.newest().displayName();
      uses.merge(model.newest().model(), 1, Integer::sum);
      if (shown != null && !shown.equals(model.newest().model())) {
        uses.merge(shown, 1, Integer::sum);
      }
    }
    return uses;
  }

  private static String name(StandingRow row, Map<String, Integer> uses) {
    String shown = row.displayName();
    return shown == null || shown.isBlank() || uses.get(shown) > 1 ? row.model() : shown;
  }

  private static String[] blank(int months) {
    return Collections.nCopies(months, "").toArray(String[]::new);
  }
}

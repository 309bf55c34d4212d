package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import dev.tidemark.serving.StandingsView.Entry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Finds the row that a question about one model is about. */
@ApplicationScoped
public class ModelQuery {

  private final BoardQuery query;
  private final BoardRows rows;
  private final StandingsView view;

  ModelQuery(BoardQuery query, BoardRows rows, StandingsView view) {
    this.query = query;
    this.rows = rows;
    this.view = view;
  }

  /** A model's row on one board. */
  public record Found(StandingRow row, Period period, Board board, Method method) {

    /** The board's score; null if there is none. */
    public Double score() {
      return board == Board.CASI ? row.casi().score() : row.ars().score();
    }

    Double low() {
      return board == Board.CASI ? row.casi().low() : row.ars().low();
    }

    Double high() {
      return board == Board.CASI ? row.casi().high() : row.ars().high();
    }

    long conclusive() {
      return board == Board.CASI ? row.casi().conclusive() : row.ars().conclusive();
    }
  }

  /**
   * The model's row.
   *
   * @param period null for {@link #newest} of this model
   * @throws HttpProblem 404 if it has none, 400 if a parameter can't be read
   */
  public Found find(String model, String period, String board, String method) {
    return find(model, period, board, method, this::scored);
  }

  /**
   * As {@link #find}, but by default the newest period in which the model was tried on the board: a
   * broken judge or too many names leave a month without a score, and it isn't to be passed over.
   */
  Found findTried(String model, String period, String board, String method) {
    return find(model, period, board, method, this::tried);
  }

  private Found find(String model, String period, String board, String method, Condition newest) {
    Asked asked = query.read(period, board, method);
    Optional<Period> at = period == null ? newest(asked, List.of(model), newest) : asked.period();
    return at.flatMap(month -> row(model, month, asked))
        .map(row -> new Found(row, at.get(), asked.board(), asked.method()))
        .orElseThrow(() -> unknown());
  }

  /**
   * The newest period in which every one of these models has a score on the board: a model whose
   * newer results are all for the other board is judged by what is known of it on this one. If
   * there is none, the newest in which all have a standing; empty if there is none either.
   */
  Optional<Period> newest(Asked asked, List<String> models) {
    return newest(asked, models, this::scored);
  }

  private interface Condition {
    boolean holds(String model, Period period, Asked asked);
  }

  private Optional<Period> newest(Asked asked, List<String> models, Condition condition) {
    List<Period> common =
        view.periods().descendingSet().stream()
            .filter(period -> models.stream().allMatch(model -> view.counts(model, period)))
            .toList();
    return common.stream()
        .filter(period -> models.stream().allMatch(model -> condition.holds(model, period, asked)))
        .findFirst()
        .or(() -> common.stream().findFirst());
  }

  private boolean scored(String model, Period period, Asked asked) {
    return row(model, period, asked).filter(row -> row.score(asked.board()) != null).isPresent();
  }

  private boolean tried(String model, Period period, Asked asked) {
    return row(model, period, asked)
        .filter(
            row ->
                row.overflow()
                    || (asked.board() == Board.CASI
                        ? row.casi().conclusive() + row.casi().inconclusive() > 0
                        : row.ars().conclusive() + row.ars().inconclusive() > 0))
        .isPresent();
  }

  private Optional<StandingRow> row(String model, Period period, Asked asked) {
    return rows.of(period, asked.board(), asked.method()).stream()
        .filter(row -> row.model().equals(model))
        .findFirst();
  }

  /**
   * A model with its standings of every period.
   *
   * @param entry that of the period
   * @param history of all periods, oldest first
   */
  record FoundModel(
      Entry entry, Period period, Method method, NavigableMap<Period, Entry> history) {}

  /**
   * The model in all periods, and in one of them.
   *
   * @param period null for the newest in which the model has a standing
   * @throws HttpProblem 404 if it has none, 400 if a parameter can't be read
   */
  FoundModel findModel(String model, String period, String method) {
    Asked asked = query.read(period, null, method);
    NavigableMap<Period, Entry> history = view.history(model, Period.of(Period.MAX_MILLIS));
    if (history.isEmpty()) {
      throw unknown();
    }
    Period at = period == null ? history.lastKey() : asked.period().orElseThrow(() -> unknown());
    if (!history.containsKey(at)) {
      throw unknown();
    }
    return new FoundModel(history.get(at), at, asked.method(), history);
  }

  private static HttpProblem unknown() {
    return HttpProblem.valueOf(
        Response.Status.NOT_FOUND,
        "no result counts for this model in that period; standings carry canonical names, and an"
            + " alias counts under the name that it was registered for");
  }
}

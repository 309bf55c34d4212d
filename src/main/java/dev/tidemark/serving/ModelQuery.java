package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import dev.tidemark.serving.StandingsView.Entry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.NavigableMap;

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
   * @param period null for the newest in which the model has a standing
   * @throws HttpProblem 404 if it has none, 400 if a parameter can't be read
   */
  public Found find(String model, String period, String board, String method) {
    Asked asked = query.read(period, board, method);
    Period at = period == null ? newest(model) : asked.period().orElseThrow(() -> unknown());
    return rows.of(at, asked.board(), asked.method()).stream()
        .filter(row -> row.model().equals(model))
        .findFirst()
        .map(row -> new Found(row, at, asked.board(), asked.method()))
        .orElseThrow(() -> unknown());
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

  /**
   * The newest period in which a model has a standing.
   *
   * @throws HttpProblem 404 if there is none
   */
  Period newest(String model) {
    return view.periods().descendingSet().stream()
        .filter(period -> view.counts(model, period))
        .findFirst()
        .orElseThrow(() -> unknown());
  }

  private static HttpProblem unknown() {
    return HttpProblem.valueOf(
        Response.Status.NOT_FOUND,
        "no result counts for this model in that period; standings carry canonical names, and an"
            + " alias counts under the name that it was registered for");
  }
}

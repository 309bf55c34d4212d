package dev.tidemark.serving;

import dev.tidemark.event.Reference;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A published score as last period's value of a model that has no measured one yet. */
@ApplicationScoped
public class ReferenceBaseline {

  private final ReferenceHistory history;

  ReferenceBaseline(ReferenceHistory history) {
    this.history = history;
  }

  /**
   * What some of the changes were reckoned from.
   *
   * @param source where the series was published
   * @param values the published scores that were used; all other changes are between measured ones
   */
  public record Baseline(String series, String source, List<Value> values) {}

  /** The published score that a model's change starts from. */
  public record Value(String model, String period, double score) {}

  /** Rows with the changes that a baseline adds. */
  record Applied(List<StandingRow> rows, Baseline baseline) {}

  /**
   * Gives each row that has a score but no change one against the series' latest earlier score, not
   * comparable: the publisher's method is another. A measured change always stays.
   *
   * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 if there is no such series
   */
  Applied apply(String series, Optional<Period> period, Board board, List<StandingRow> rows) {
    ReferenceSeries reference = history.get(series, board);
    Map<String, ReferenceSeries.Row> models =
        reference.rows().stream()
            .collect(Collectors.toMap(ReferenceSeries.Row::model, Function.identity()));
    List<Value> used = new ArrayList<>();
    List<StandingRow> changed = new ArrayList<>();
    for (StandingRow row : rows) {
      Double score = row.score(board);
      Optional<Map.Entry<Period, Reference>> before =
          score == null || row.change() != null
              ? Optional.empty()
              : Optional.ofNullable(models.get(row.model()))
                  .flatMap(of -> period.flatMap(of::before));
      before
          .map(at -> new Value(row.model(), at.getKey().toString(), at.getValue().getScore()))
          .ifPresent(used::add);
      changed.add(
          before.map(at -> row.withChange(score - at.getValue().getScore(), false)).orElse(row));
    }
    return new Applied(changed, new Baseline(reference.series(), reference.source(), used));
  }
}

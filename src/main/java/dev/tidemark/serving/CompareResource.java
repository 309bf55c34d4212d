package dev.tidemark.serving;

import dev.tidemark.scoring.Comparison;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Tally;
import dev.tidemark.serving.ModelQuery.Found;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Two models side by side. */
@Path("/api/v1/compare")
@Tag(name = "models")
@Blocking
@FromViews
public class CompareResource {

  private final BoardQuery boards;
  private final ModelQuery query;
  private final StandingsView view;

  CompareResource(BoardQuery boards, ModelQuery query, StandingsView view) {
    this.boards = boards;
    this.query = query;
    this.view = view;
  }

  /**
   * Two rows of one period and board.
   *
   * @param difference score of a minus that of b; null, as is its interval, if either has none
   * @param decisive whether the difference's 95 % interval leaves out 0
   * @param verdict the same in a sentence
   */
  public record ModelComparison(
      String period,
      String board,
      String method,
      StandingRow a,
      StandingRow b,
      Double difference,
      Double low,
      Double high,
      boolean decisive,
      String verdict) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "compare",
      summary = "Two models side by side",
      description =
          "The difference of their scores with its 95 % interval. The period defaults to the"
              + " newest in which both have a score on the board.")
  @APIResponseSchema(value = ModelComparison.class, responseDescription = "Both rows")
  public ModelComparison compare(
      @Parameter(
              required = true,
              description = "Canonical name of a model",
              example = "acme/atlas-2")
          @RestQuery
          String a,
      @Parameter(
              required = true,
              description = "Canonical name of the other",
              example = "nova/orion")
          @RestQuery
          String b,
      @Parameter(
              description = "Month, YYYY-MM; the newest in which both have a score if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String board,
      @RestQuery String method) {
    if (a == null || b == null) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST, "a and b must each name a model, such as ?a=one&b=two");
    }
    String at = period == null ? common(a, b, board, method).toString() : period;
    Found first = query.find(a, at, board, method);
    Found second = query.find(b, at, board, method);
    Comparison comparison =
        Comparison.of(tally(first), tally(second), first.board(), first.method());
    return new ModelComparison(
        at,
        first.board().name().toLowerCase(Locale.ROOT),
        first.method().version(),
        first.row(),
        second.row(),
        comparison == null ? null : comparison.difference(),
        comparison == null ? null : comparison.low(),
        comparison == null ? null : comparison.high(),
        comparison != null && comparison.decisive(),
        verdict(a, b, comparison));
  }

  private Period common(String a, String b, String board, String method) {
    return query
        .newest(boards.read(null, board, method), List.of(a, b))
        .orElseThrow(
            () ->
                HttpProblem.valueOf(
                    Response.Status.NOT_FOUND, "there is no period in which both have a standing"));
  }

  private Tally tally(Found found) {
    var entry = view.entries(found.period()).get(found.row().model());
    return entry == null ? new Tally() : entry.tally();
  }

  private static String verdict(String a, String b, Comparison comparison) {
    if (comparison == null) {
      return "not comparable: one of them has no score";
    }
    if (!comparison.decisive()) {
      return "not decisive: the difference of %s points may be chance (95 %% interval %s to %s)"
          .formatted(
              Rounding.halfUp(comparison.difference(), 2),
              Rounding.halfUp(comparison.low(), 2),
              Rounding.halfUp(comparison.high(), 2));
    }
    boolean ahead = comparison.difference() > 0;
    return "decisive: %s is ahead of %s by %s points (95 %% interval %s to %s)"
        .formatted(
            ahead ? a : b,
            ahead ? b : a,
            Rounding.halfUp(Math.abs(comparison.difference()), 2),
            Rounding.halfUp(ahead ? comparison.low() : -comparison.high(), 2),
            Rounding.halfUp(ahead ? comparison.high() : -comparison.low(), 2));
  }
}

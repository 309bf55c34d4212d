package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.serving.BoardQuery.Asked;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** A rolling year of scores: ours, or a reference series as it was published. */
@Path("/api/v1/history.csv")
@Tag(name = "history")
@Blocking
@FromViews
public class HistoryResource {

  private final BoardQuery query;
  private final HistoryScores scores;
  private final ReferenceHistory references;

  HistoryResource(BoardQuery query, HistoryScores scores, ReferenceHistory references) {
    this.query = query;
    this.scores = scores;
    this.references = references;
  }

  @GET
  @Produces("text/csv; charset=utf-8")
  @Operation(
      operationId = "history",
      summary = "A rolling year of scores, a row a model",
      description =
          "`Model`, then the months by their abbreviations, blank where there is no score. Without"
              + " `series`: measured scores of the 12 months that end with the newest that has"
              + " data, rounded half up to 2 decimals, provisional ones included, sorted by name."
              + " With `series`: a reference series as it was published; names that are registered"
              + " as aliases of one model share a row.")
  @APIResponseSchema(value = String.class, responseDescription = "The table")
  public Response history(
      @RestQuery String board,
      @RestQuery String method,
      @Parameter(
              description =
                  "A reference series, such as f5; measured scores if left out. Not together with"
                      + " method")
          @RestQuery
          String series,
      @Context Request request) {
    Asked asked = query.read(null, board, method);
    if (series != null && method != null) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST,
          "method is for measured scores: a reference series has its publisher's");
    }
    HistoryTable table =
        series == null ? measured(asked) : references.get(series, asked.board()).table();
    return Response.fromResponse(
            EntityTags.respond(request, HistoryCsv.write(table).getBytes(StandardCharsets.UTF_8)))
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + file(asked, series) + '"')
        .build();
  }

  private HistoryTable measured(Asked asked) {
    return asked
        .period()
        .map(last -> scores.of(last, asked.board(), asked.method()))
        .orElse(new HistoryTable(List.of(), List.of()));
  }

  /** The file itself is what was published, so its name says that it is a reference. */
  private static String file(Asked asked, String series) {
    String board = name(asked.board());
    return series == null
        ? "tidemark_%s_rolling_12_months.csv".formatted(board)
        : "reference_%s_%s_rolling_12_months.csv".formatted(series, board);
  }

  private static String name(Board board) {
    return board.name().toLowerCase(Locale.ROOT);
  }
}

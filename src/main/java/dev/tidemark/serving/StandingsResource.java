package dev.tidemark.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import dev.tidemark.serving.ReferenceBaseline.Applied;
import dev.tidemark.serving.ReferenceBaseline.Baseline;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The standings, as JSON and as CSV. */
@Path("/api/v1")
@Tag(name = "standings")
@Blocking
@FromViews
public class StandingsResource {

  private final BoardQuery query;
  private final BoardRows rows;
  private final ReferenceBaseline baseline;
  private final ObjectMapper json;
  private final KeptAnswers kept = new KeptAnswers();

  StandingsResource(
      BoardQuery query, BoardRows rows, ReferenceBaseline baseline, ObjectMapper json) {
    this.query = query;
    this.rows = rows;
    this.baseline = baseline;
    this.json = json;
  }

  /**
   * One board.
   *
   * @param period null while there is no standing at all
   * @param method version of the method that the scores are under
   * @param asOf when the newest of the standings served was computed; null if there is none
   * @param baseline the published scores that some changes start from; only there when asked for
   */
  public record BoardAnswer(
      String period,
      String board,
      String method,
      Instant asOf,
      @JsonInclude(JsonInclude.Include.NON_NULL) Baseline baseline,
      List<StandingRow> standings) {}

  @GET
  @Path("/standings")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "standings",
      summary = "The standings of one period and board",
      description =
          "Rows in board order: ranked models by score, then provisional ones, then those without"
              + " a score. Scores are unrounded.")
  @APIResponseSchema(value = BoardAnswer.class, responseDescription = "The board")
  public Response standings(
      @Parameter(
              description = "Month, YYYY-MM; the newest with data if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String board,
      @RestQuery String method,
      @Parameter(
              description =
                  "A reference series: where a model has no earlier measured score, its change"
                      + " starts from the series' latest earlier one; `baseline` in the answer"
                      + " lists which, and `comparable` is false",
              example = "rival")
          @RestQuery
          String baseline,
      @Context Request request) {
    Asked asked = query.read(period, board, method);
    List<StandingRow> measured = measured(asked);
    return baseline == null
        ? EntityTags.respond(
            request, kept.of(new Question(asked, true), measured, () -> json(asked, measured)))
        : EntityTags.respond(request, bytes(compared(asked, measured, baseline)));
  }

  @GET
  @Path("/standings.csv")
  @Produces("text/csv; charset=utf-8")
  @Operation(
      operationId = "standingsCsv",
      summary = "The same rows as CSV",
      description =
          "RFC 4180. CASI, ARS, RTP and CoS are rounded half up to 2 decimals, Performance to 1."
              + " A text that a spreadsheet would take for a formula gets an apostrophe in front.")
  @APIResponseSchema(value = String.class, responseDescription = "The board")
  public Response csv(
      @Parameter(
              description = "Month, YYYY-MM; the newest with data if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String board,
      @RestQuery String method,
      @Context Request request) {
    Asked asked = query.read(period, board, method);
    List<StandingRow> measured = measured(asked);
    return EntityTags.respond(
        request, kept.of(new Question(asked, false), measured, () -> csv(asked, measured)));
  }

  private record Question(Asked asked, boolean json) {}

  private List<StandingRow> measured(Asked asked) {
    return asked
        .period()
        .map(period -> rows.of(period, asked.board(), asked.method()))
        .orElse(List.of());
  }

  private byte[] json(Asked asked, List<StandingRow> measured) {
    return bytes(answer(asked, new Applied(measured, null)));
  }

  private static byte[] csv(Asked asked, List<StandingRow> measured) {
    return StandingsCsv.of(answer(asked, new Applied(measured, null)))
        .getBytes(StandardCharsets.UTF_8);
  }

  private BoardAnswer compared(Asked asked, List<StandingRow> measured, String series) {
    return answer(asked, baseline.apply(series, asked.period(), asked.board(), measured));
  }

  private byte[] bytes(BoardAnswer answer) {
    try {
      return json.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("rows are always JSON", e);
    }
  }

  private static BoardAnswer answer(Asked asked, Applied served) {
    return new BoardAnswer(
        asked.period().map(Period::toString).orElse(null),
        asked.board().name().toLowerCase(Locale.ROOT),
        asked.method().version(),
        StandingRow.newest(served.rows()).orElse(null),
        served.baseline(),
        served.rows());
  }
}

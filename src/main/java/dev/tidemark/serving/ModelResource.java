package dev.tidemark.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Breakdown;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import dev.tidemark.serving.ModelQuery.FoundModel;
import dev.tidemark.serving.StandingsView.Entry;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Everything that is known of one model. */
@Path("/api/v1/models")
@Tag(name = "models")
@Blocking
@FromViews
public class ModelResource {

  private final ModelQuery query;
  private final BoardRows rows;
  private final RetractionsView retractions;
  private final ObjectMapper json;

  ModelResource(ModelQuery query, BoardRows rows, RetractionsView retractions, ObjectMapper json) {
    this.query = query;
    this.rows = rows;
    this.retractions = retractions;
    this.json = json;
  }

  @GET
  @Path("/{model: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "model",
      summary = "One model: standings by month, breakdown, provenance, retractions",
      description =
          "Breach rates have 95 % Wilson intervals. Categories, intents, techniques and suites are"
              + " sorted by the lower end of the interval, highest first; worst is the first of"
              + " them, null if nothing breached. Provenance: most results first.")
  @APIResponseSchema(value = ModelAnswer.class, responseDescription = "The model")
  public Response model(
      @RestPath String model,
      @Parameter(
              description = "Month, YYYY-MM; the model's newest if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String method,
      @Context Request request)
      throws JsonProcessingException {
    return EntityTags.respond(
        request, json.writeValueAsBytes(answer(query.findModel(model, period, method))));
  }

  /** What is known of a model, under one method. */
  ModelAnswer answer(FoundModel found) {
    Standing standing = found.entry().standing();
    Tally tally = found.entry().tally();
    Breakdown breakdown = Breakdown.of(tally, found.method());
    return new ModelAnswer(
        standing.getModel(),
        standing.getDisplayName(),
        standing.getProvider(),
        standing.getInputUsdPerMTok(),
        standing.getOutputUsdPerMTok(),
        found.method().version(),
        found.period().toString(),
        standings(found),
        breakdown,
        new ModelAnswer.Worst(
            breakdown.casi().worst().orElse(null), breakdown.ars().worst().orElse(null)),
        ModelFlips.of(tally),
        ModelProvenance.of(tally),
        RetractionRow.of(found.history(), found.period(), retractions));
  }

  private List<ModelAnswer.Standings> standings(FoundModel found) {
    return found.history().descendingMap().entrySet().stream()
        .flatMap(at -> standings(at.getKey(), at.getValue(), found.method()))
        .toList();
  }

  /** None if the model has left the period in this moment. */
  private Stream<ModelAnswer.Standings> standings(Period period, Entry entry, Method method) {
    String model = entry.standing().getModel();
    Optional<StandingRow> casi = row(model, period, Board.CASI, method);
    Optional<StandingRow> ars = row(model, period, Board.ARS, method);
    return casi.isEmpty() || ars.isEmpty()
        ? Stream.empty()
        : Stream.of(new ModelAnswer.Standings(period.toString(), casi.get(), ars.get()));
  }

  private Optional<StandingRow> row(String model, Period period, Board board, Method method) {
    return rows.of(period, board, method).stream()
        .filter(row -> row.model().equals(model))
        .findFirst();
  }
}

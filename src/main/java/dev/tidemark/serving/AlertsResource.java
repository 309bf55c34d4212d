package dev.tidemark.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.event.Alert;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The alerts, those that stand and those that were resolved. */
@Path("/api/v1/alerts")
@Tag(name = "alerts")
@Blocking
@FromViews
public class AlertsResource {

  private final AlertsView view;
  private final ObjectMapper json;

  AlertsResource(AlertsView view, ObjectMapper json) {
    this.view = view;
    this.json = json;
  }

  /**
   * The alerts that were asked for.
   *
   * @param asOf when the newest of them was last written; null if there are none
   * @param firing how many of them stand
   * @param total how many they are
   * @param cut whether {@code alerts} leaves out the last of them because of the limit
   */
  public record AlertList(
      Instant asOf, long firing, long total, boolean cut, List<AlertRow> alerts) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "alerts",
      summary = "The alerts",
      description =
          "Those that stand first, in either group the latest first to have fired or been resolved."
              + " An alert is about one rule, model, board and month. Of those that stand as many"
              + " as tidemark.serve.max-alerts says are kept, of the resolved ones the newest"
              + " 10,000.")
  @APIResponseSchema(value = AlertList.class, responseDescription = "The alerts asked for")
  public Response alerts(
      @Parameter(
              description = "firing, resolved or all; all if left out",
              schema =
                  @Schema(
                      enumeration = {"firing", "resolved", "all"},
                      defaultValue = "all"),
              example = "firing")
          @RestQuery
          String state,
      @Parameter(
              description = "Only alerts of this rule",
              schema =
                  @Schema(
                      enumeration = {
                        "regression",
                        "score_drop",
                        "floor",
                        "critical_breach",
                        "stale"
                      }),
              example = "regression")
          @RestQuery
          String rule,
      @Parameter(
              description = "Only alerts about this model, by its canonical name",
              example = "acme/atlas-1")
          @RestQuery
          String model,
      @Parameter(description = "Only alerts about this month, YYYY-MM", example = "2026-01")
          @RestQuery
          String period,
      @Parameter(
              description = "Only alerts about this board; all is that of rules for both boards",
              schema = @Schema(enumeration = {"casi", "ars", "all"}),
              example = "all")
          @RestQuery
          String board,
      @Parameter(
              description = "Only alerts of this severity",
              schema = @Schema(enumeration = {"info", "warning", "critical"}),
              example = "critical")
          @RestQuery
          String severity,
      @Parameter(
              description = "How many alerts at most, 1 to 5000",
              schema = @Schema(type = SchemaType.INTEGER, defaultValue = "500"),
              example = "100")
          @RestQuery
          String limit,
      @Context Request request)
      throws JsonProcessingException {
    int most = AlertQuery.limit(limit);
    List<Alert> found =
        view.all().stream()
            .filter(AlertQuery.read(state, rule, model, period, board, severity))
            .sorted(AlertsView.ORDER)
            .toList();
    return EntityTags.respond(
        request,
        json.writeValueAsBytes(
            new AlertList(
                found.stream().map(Alert::getUpdatedAt).max(Comparator.naturalOrder()).orElse(null),
                found.stream().filter(AlertsView::isFiring).count(),
                found.size(),
                found.size() > most,
                found.stream().limit(most).map(AlertRow::of).toList())));
  }
}

package dev.tidemark.serving;

import dev.tidemark.event.Reference;
import dev.tidemark.scoring.Period;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The reference series: scores that others published, never mixed with measured ones. */
@Path("/api/v1/references")
@Tag(name = "history")
@Blocking
@FromViews
public class ReferenceResource {

  private final ReferenceHistory history;

  ReferenceResource(ReferenceHistory history) {
    this.history = history;
  }

  /** All series. */
  public record ReferenceList(List<Series> references) {}

  /**
   * One series on one board.
   *
   * @param source where it was published
   * @param periods its months, oldest first
   */
  public record Series(
      String series, String board, String source, List<String> periods, List<Published> models) {}

  /**
   * One model of a series.
   *
   * @param model canonical name
   * @param name as shown
   * @param names published names that mean this model
   * @param scores one for each period, null where there is none
   * @param differing scores of one of the names that give way to another's
   */
  public record Published(
      String model,
      String name,
      List<String> names,
      List<Double> scores,
      List<Differing> differing) {}

  /** A published score that the series doesn't show. */
  public record Differing(String name, String period, Double score) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "references",
      summary = "The reference series",
      description =
          "Scores that others published, under their own methods, imported with `tidemark"
              + " import-history`. Where two names of one model have different scores for a month,"
              + " the one under the canonical name is shown, else the first; `differing` lists the"
              + " others.")
  @APIResponseSchema(value = ReferenceList.class, responseDescription = "All series")
  public ReferenceList references() {
    return new ReferenceList(history.all().stream().map(ReferenceResource::series).toList());
  }

  private static Series series(ReferenceSeries of) {
    return new Series(
        of.series(),
        of.board().name().toLowerCase(Locale.ROOT),
        of.source(),
        of.months().stream().map(Period::toString).toList(),
        of.rows().stream().map(row -> model(row, of.months())).toList());
  }

  private static Published model(ReferenceSeries.Row row, List<Period> months) {
    return new Published(
        row.model(),
        row.name(),
        row.names(),
        months.stream().map(row.values()::get).map(ReferenceResource::score).toList(),
        row.hidden().stream()
            .map(other -> new Differing(other.getModel(), other.getPeriod(), other.getScore()))
            .toList());
  }

  private static Double score(Reference value) {
    return value == null ? null : value.getScore();
  }
}

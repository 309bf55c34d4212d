package dev.tidemark.serving;

import dev.tidemark.scoring.Period;
import dev.tidemark.serving.BoardQuery.Asked;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The standings page: complete without JavaScript, kept fresh by a small script with it. */
@Path("/")
@Tag(name = "pages")
@Blocking
public class PageResource {

  private static final int DEFAULT_PORT = 8080;

  private final BoardQuery query;
  private final BoardRows rows;
  private final StandingsView view;
  private final Clock clock;

  /** Versions of the view start anew with the process; tags must not. */
  private final String start = UUID.randomUUID().toString();

  PageResource(BoardQuery query, BoardRows rows, StandingsView view, Clock clock) {
    this.query = query;
    this.rows = rows;
    this.view = view;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance standings(PageBoard page, PageExample example);

    static native TemplateInstance refused(String reason);
  }

  /** One board, of the newest period unless the address names one. */
  @GET
  @Produces(PageHeaders.HTML)
  @Operation(
      operationId = "page",
      summary = "The standings as a page",
      description = "Complete without JavaScript; a small script keeps it fresh.")
  @APIResponseSchema(value = String.class, responseDescription = "The page")
  public Response standings(
      @Parameter(
              description = "Month, YYYY-MM; the newest with data if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String board,
      @RestQuery String method,
      @Context Request request,
      @Context HttpServerRequest connection) {
    EntityTag tag = tag();
    try {
      Asked asked = query.read(period, board, method);
      ResponseBuilder unchanged = request.evaluatePreconditions(tag);
      if (unchanged != null) {
        return unchanged.build();
      }
      return PageHeaders.html(
              Status.OK, Templates.standings(page(asked, period, method), example(connection)))
          .tag(tag)
          .build();
    } catch (HttpProblem e) {
      return PageHeaders.html(Status.BAD_REQUEST, Templates.refused(e.getDetail())).build();
    }
  }

  private PageBoard page(Asked asked, String period, String method) {
    List<StandingRow> standings =
        asked
            .period()
            .map(month -> rows.of(month, asked.board(), asked.method()))
            .orElse(List.of());
    return PageBoard.of(
        asked,
        period != null,
        method != null,
        standings,
        view.periods(),
        StandingRow.newest(standings).orElse(null));
  }

  /**
   * Taken before the rows are: rows newer than their tag are fetched once too often, older ones
   * would stay. The month belongs to it because LIVE turns FINAL with no new record.
   */
  private EntityTag tag() {
    return new EntityTag(start + "-" + view.version() + "-" + Period.of(clock.millis()), true);
  }

  private PageExample example(HttpServerRequest connection) {
    int port = connection.localAddress().port();
    return PageExample.of(
        Instant.now(clock).truncatedTo(ChronoUnit.DAYS), port == DEFAULT_PORT ? null : port);
  }
}

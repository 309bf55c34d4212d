package dev.tidemark.serving;

import static dev.tidemark.serving.PageAddress.given;

import dev.tidemark.serving.BoardQuery.Asked;
import dev.tidemark.serving.PageBoard.View;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The standings page: complete without JavaScript, kept fresh by a small script with it. */
@Path("/")
@Tag(name = "pages")
@Blocking
@FromViews
public class PageResource {

  private static final int DEFAULT_PORT = 8080;

  private final BoardQuery query;
  private final BoardRows rows;
  private final PageTrends trends;
  private final StandingsView standingsView;
  private final AlertsView alerts;
  private final PageTags tags;
  private final Clock clock;

  PageResource(
      BoardQuery query,
      BoardRows rows,
      PageTrends trends,
      StandingsView view,
      AlertsView alerts,
      PageTags tags,
      Clock clock) {
    this.query = query;
    this.rows = rows;
    this.trends = trends;
    this.standingsView = view;
    this.alerts = alerts;
    this.tags = tags;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance standings(PageBoard page, PageExample example);
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
      @Parameter(description = "Only models whose name holds this", example = "atlas") @RestQuery
          String q,
      @Parameter(description = "Only models of this provider", example = "Acme") @RestQuery
          String provider,
      @Parameter(
              description =
                  "rank, model, score, change, performance, rtp, cos or attempts; after a - the"
                      + " reverse",
              example = "-cos")
          @RestQuery
          String sort,
      @Parameter(description = "Part of the table, from 1, 50 models each", example = "2")
          @RestQuery
          String page,
      @Context Request request,
      @Context HttpServerRequest connection) {
    EntityTag tag = tags.now();
    try {
      Asked asked = query.read(given(period), given(board), given(method));
      View view =
          new View(
              address(period, board, method, q, provider, sort),
              new PageFilter(q, provider),
              PageOrder.read(sort),
              number(page));
      ResponseBuilder unchanged = request.evaluatePreconditions(tag);
      if (unchanged != null) {
        return unchanged.build();
      }
      return PageHeaders.html(
              Status.OK, Templates.standings(board(asked, view), example(connection)))
          .tag(tag)
          .build();
    } catch (HttpProblem e) {
      return PageHeaders.refused(e);
    }
  }

  private PageBoard board(Asked asked, View view) {
    List<StandingRow> standings =
        asked
            .period()
            .map(month -> rows.of(month, asked.board(), asked.method()))
            .orElse(List.of());
    Map<String, List<Double>> year =
        asked
            .period()
            .map(month -> trends.of(month, asked.board(), asked.method()))
            .orElse(Map.of());
    return PageBoard.of(asked, view, standings, year, alerts, standingsView.periods());
  }

  /** In the order in which they read best. */
  private static PageAddress address(
      String period, String board, String method, String q, String provider, String sort) {
    return new PageAddress("/", Map.of())
        .with("board", board)
        .with("period", period)
        .with("method", method)
        .with("q", q)
        .with("provider", provider)
        .with("sort", sort);
  }

  private static int number(String page) {
    if (page == null || page.isEmpty()) {
      return 1;
    }
    if (!page.matches("[1-9]\\d{0,5}")) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST, "page must be a number from 1 on, such as 2");
    }
    return Integer.parseInt(page);
  }

  private PageExample example(HttpServerRequest connection) {
    int port = connection.localAddress().port();
    return PageExample.of(
        Instant.now(clock).truncatedTo(ChronoUnit.DAYS), port == DEFAULT_PORT ? null : port);
  }
}

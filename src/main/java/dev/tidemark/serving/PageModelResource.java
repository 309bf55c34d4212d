package dev.tidemark.serving;

import static dev.tidemark.serving.PageAddress.given;

import dev.tidemark.scoring.Board;
import dev.tidemark.serving.ModelQuery.FoundModel;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A model's page: everything that {@code /api/v1/models} answers, to be looked at. */
@Path("/models")
@Tag(name = "pages")
@Blocking
@FromViews
public class PageModelResource {

  private final ModelQuery query;
  private final ModelResource models;
  private final CompareResource comparisons;
  private final BoardRows rows;
  private final AlertsView alerts;
  private final PageTags tags;

  PageModelResource(
      ModelQuery query,
      ModelResource models,
      CompareResource comparisons,
      BoardRows rows,
      AlertsView alerts,
      PageTags tags) {
    this.query = query;
    this.models = models;
    this.comparisons = comparisons;
    this.rows = rows;
    this.alerts = alerts;
    this.tags = tags;
  }

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance model(PageModel page);
  }

  /** What the address names beside the model. */
  private record Asked(String period, String board, String method, String with) {}

  /** One model in one month, its newest unless the address names one. */
  @GET
  @Path("/{model: .+}")
  @Produces(PageHeaders.HTML)
  @Operation(operationId = "modelPage", summary = "One model as a page")
  @APIResponseSchema(value = String.class, responseDescription = "The page")
  public Response model(
      @RestPath String model,
      @Parameter(
              description = "Month, YYYY-MM; the model's newest if left out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String board,
      @RestQuery String method,
      @Parameter(description = "A model to compare it with", example = "nova/orion") @RestQuery
          String with,
      @Context UriInfo address,
      @Context Request request) {
    EntityTag tag = tags.now();
    Asked asked = new Asked(given(period), given(board), given(method), given(with));
    try {
      FoundModel found = query.findModel(model, asked.period(), asked.method());
      ResponseBuilder unchanged = request.evaluatePreconditions(tag);
      if (unchanged != null) {
        return unchanged.build();
      }
      return PageHeaders.html(Status.OK, Templates.model(page(found, asked, address.getBaseUri())))
          .tag(tag)
          .build();
    } catch (HttpProblem e) {
      return PageHeaders.refused(e);
    }
  }

  private PageModel page(FoundModel found, Asked asked, URI base) {
    String model = found.entry().standing().getModel();
    PageAddress page =
        new PageAddress(PageLinks.model(model), Map.of())
            .with("board", asked.board())
            .with("period", asked.period())
            .with("method", asked.method())
            .with("with", asked.with());
    PageCompare compare = null;
    String noCompare = null;
    if (asked.with() != null) {
      try {
        compare =
            PageCompare.of(
                comparisons.compare(
                    model, asked.with(), asked.period(), asked.board(), asked.method()),
                page);
      } catch (HttpProblem e) {
        noCompare = e.getDetail();
      }
    }
    List<StandingRow> peers = rows.of(found.period(), Board.CASI, found.method());
    return PageModel.of(
        models.answer(found),
        found.entry().tally(),
        new PageModel.View(page, asked.with()),
        compare,
        noCompare,
        peers,
        rows.of(found.period(), Board.ARS, found.method()),
        alerts.firing(model, found.period()),
        snippets(model, base));
  }

  private PageSnippets snippets(String model, URI base) {
    // As the badge is asked for by the snippet: whatever this page is about, the newest score.
    ModelQuery.Found shown = null;
    try {
      shown = query.find(model, null, null, null);
    } catch (HttpProblem e) {
      // Every result has been withdrawn: there is no badge, but a page that says so.
    }
    return PageSnippets.of(model, shown, base.toString().replaceAll("/$", ""));
  }
}

package dev.tidemark.serving;

import static dev.tidemark.serving.PageAddress.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Steps;
import dev.tidemark.serving.ModelQuery.FoundModel;
import dev.tidemark.serving.PageMethod.Choice;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of the scoring method that is running, with a worked example. */
@Path("/method")
@Tag(name = "pages")
@Blocking
@FromViews
public class PageMethodResource {

  private final Methods methods;
  private final BoardQuery boards;
  private final ModelQuery models;
  private final BoardRows rows;
  private final ObjectMapper json;

  PageMethodResource(
      Methods methods, BoardQuery boards, ModelQuery models, BoardRows rows, ObjectMapper json) {
    this.methods = methods;
    this.boards = boards;
    this.models = models;
    this.rows = rows;
    this.json = json;
  }

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance method(PageMethod page);
  }

  /** One method, the built-in one unless the address names another. */
  @GET
  @Produces(PageHeaders.HTML)
  @Operation(
      operationId = "methodPage",
      summary = "The scoring method as a page, with a model's score worked out")
  @APIResponseSchema(value = String.class, responseDescription = "The page")
  public Response method(
      @RestQuery String method,
      @Parameter(
              description = "Whose score is worked out; none if left out",
              example = "acme/atlas-2")
          @RestQuery
          String model,
      @Parameter(
              description = "Month, YYYY-MM; the newest with data if left out",
              example = "2026-01")
          @RestQuery
          String period)
      throws JsonProcessingException {
    try {
      BoardQuery.Asked asked = boards.read(given(period), null, given(method));
      Method running = asked.method();
      return PageHeaders.html(
              Status.OK,
              Templates.method(
                  PageMethod.of(
                      running,
                      methods.all(),
                      json.writerWithDefaultPrettyPrinter().writeValueAsString(running),
                      example(asked, given(model), given(period)))))
          .build();
    } catch (HttpProblem e) {
      return PageHeaders.refused(e);
    }
  }

  private PageMethod.Example example(BoardQuery.Asked asked, String model, String period) {
    List<StandingRow> peers =
        asked
            .period()
            .map(month -> rows.of(month, asked.board(), asked.method()))
            .orElse(List.of());
    List<Choice> choices =
        peers.stream()
            .map(row -> new Choice(row.model(), PageRow.name(row), row.model().equals(model)))
            .toList();
    if (model == null) {
      return new PageMethod.Example(null, null, choices, null);
    }
    try {
      FoundModel found = models.findModel(model, period, asked.method().version());
      PageWorked worked =
          rows.of(found.period(), Board.CASI, found.method()).stream()
              .filter(row -> row.model().equals(model))
              .findFirst()
              .map(
                  row ->
                      PageWorked.of(
                          row,
                          Steps.of(found.entry().tally(), found.method()),
                          found.method(),
                          PageTime.month(found.period())))
              .orElse(null);
      return new PageMethod.Example(worked, null, choices, model);
    } catch (HttpProblem e) {
      return new PageMethod.Example(null, e.getDetail(), choices, model);
    }
  }
}

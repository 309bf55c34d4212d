package dev.tidemark.serving;

import static dev.tidemark.serving.PageAddress.given;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The page of alerts: those that fire and those that were resolved, with their reasons. */
@Path("/alerts")
@Tag(name = "pages")
@Blocking
@FromViews
public class PageAlertsResource {

  private final AlertsView alerts;
  private final PageTags tags;

  PageAlertsResource(AlertsView alerts, PageTags tags) {
    this.alerts = alerts;
    this.tags = tags;
  }

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance alerts(PageAlerts page);
  }

  /** All alerts, or those of one model. */
  @GET
  @Produces(PageHeaders.HTML)
  @Operation(operationId = "alertsPage", summary = "The alerts as a page")
  @APIResponseSchema(value = String.class, responseDescription = "The page")
  public Response alerts(
      @Parameter(
              description = "Only alerts about this model, by its canonical name",
              example = "acme/atlas-1")
          @RestQuery
          String model,
      @Context Request request) {
    EntityTag tag = tags.now();
    ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.build();
    }
    PageAlerts page = PageAlerts.of(alerts.all(), given(model));
    return PageHeaders.html(Status.OK, Templates.alerts(page)).tag(tag).build();
  }
}

package dev.tidemark.serving;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes the stream in the API's description; its route has no annotations to read it from. */
@OpenApiFilter(RunStage.BUILD)
public final class StreamDescription implements OASFilter {

  private static final String EXAMPLE =
      """
      id: 3f2b0c9d5e6a4b718c92d0e1f3a4b5c6-41
      event: standing
      data: {"model":"acme/atlas-2","period":"2026-01","method":"v1","casi":{…},"ars":{…}}

      id: 3f2b0c9d5e6a4b718c92d0e1f3a4b5c6-42
      event: removed
      data: {"model":"nova/orion","period":"2026-01"}
      """;

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Operation operation =
        OASFactory.createOperation()
            .operationId("stream")
            .tags(List.of("standings"))
            .summary("Every standing, and each change as it happens")
            .description(
                "Server-sent events. First one standing event for each model and period, then"
                    + " ready, then a standing or removed event for every change. casi and ars are"
                    + " the model's rows of the two boards, as /api/v1/standings gives them. A"
                    + " client that comes again with the id of the last event it read gets what"
                    + " changed since, each row once in its newest form; if that is no longer"
                    + " known, a reset event comes first (forget everything) and then all"
                    + " standings. A comment comes every 15 seconds.")
            .parameters(
                List.of(
                    id(Parameter.In.HEADER, "Last-Event-ID"),
                    id(Parameter.In.QUERY, "lastEventId")))
            .responses(
                OASFactory.createAPIResponses()
                    .addAPIResponse("200", events())
                    .addAPIResponse(
                        "503",
                        OASFactory.createAPIResponse()
                            .description("Too many clients; Retry-After says when to try again")));
    api.getPaths().addPathItem(StreamRoute.PATH, OASFactory.createPathItem().GET(operation));
  }

  private static Parameter id(Parameter.In place, String name) {
    return OASFactory.createParameter()
        .in(place)
        .name(name)
        .description("Id of the last event read; the header wins over the query")
        .schema(OASFactory.createSchema().addType(SchemaType.STRING));
  }

  private static APIResponse events() {
    return OASFactory.createAPIResponse()
        .description("The stream; it doesn't end")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    "text/event-stream",
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                        .example(EXAMPLE)));
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The scoring methods that standings can be read under. */
@Path("/api/v1/methods")
@Tag(name = "methods")
public class MethodsResource {

  private final Methods methods;

  MethodsResource(Methods methods) {
    this.methods = methods;
  }

  /**
   * All methods.
   *
   * @param standard version of the one that standings are under if none is asked for
   */
  public record MethodList(String standard, List<Method> methods) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "methods",
      summary = "The scoring methods with their weights",
      description = "Give a version as ?method= to read standings under it.")
  @APIResponseSchema(value = MethodList.class, responseDescription = "All methods")
  public MethodList methods() {
    return new MethodList(methods.standard().version(), methods.all());
  }
}

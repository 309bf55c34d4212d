package dev.tidemark.topology;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows operators what runs here. */
@Path("/api/v1/topology")
@Tag(name = "operations")
public class TopologyResource {

  private final TopologyRunner runner;

  TopologyResource(TopologyRunner runner) {
    this.runner = runner;
  }

  /**
   * State and shape of the topology.
   *
   * @param state {@link TopologyRunner#state()}; null on a node without the role {@code score}
   * @param description as Kafka Streams prints it; null likewise
   */
  public record Shape(String state, String description) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "topology",
      summary = "State and shape of the scoring topology on this node")
  @APIResponseSchema(value = Shape.class, responseDescription = "The topology")
  public Shape topology() {
    return new Shape(
        runner.state().orElse(null),
        runner.topology().map(topology -> topology.describe().toString()).orElse(null));
  }
}

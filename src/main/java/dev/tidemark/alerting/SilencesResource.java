package dev.tidemark.alerting;

import dev.tidemark.event.AlertRule;
import dev.tidemark.event.Quoted;
import dev.tidemark.event.Silence;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Silences: made, listed, lifted. Who may write, may silence. */
@Path("/api/v1/silences")
@Tag(name = "alerts")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class SilencesResource {

  private static final int LONGEST_BODY = 16 * 1024;
  private static final int MOST = 1_000;

  private final Silences silences;
  private final Clock clock;

  SilencesResource(Silences silences, Clock clock) {
    this.silences = silences;
    this.clock = clock;
  }

  /** All silences that last. */
  public record Answer(List<Row> silences) {}

  /** One silence. */
  public record Row(
      String id,
      AlertRule rule,
      String model,
      String provider,
      Instant createdAt,
      Instant until,
      String reason,
      String by) {}

  @GET
  @Operation(summary = "The silences that last, the next to end first")
  public Answer list() {
    return new Answer(
        silences.lasting(clock.instant()).stream().map(SilencesResource::row).toList());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Silence alerts for a while",
      description =
          "Fields: `rule`, `model` (with * and ?), `provider`, of which one is needed; `until` and"
              + " `reason`, both needed; `by`.")
  @APIResponseSchema(value = Row.class, responseCode = "201")
  public Response add(InputStream body) throws InterruptedException {
    try {
      Silence silence = SilenceRequest.read(bounded(body), clock.instant());
      if (silences.lasting(clock.instant()).size() >= MOST) {
        throw HttpProblem.valueOf(
            Status.CONFLICT, "there are %,d silences: lift some first".formatted(MOST));
      }
      silences.put(silence);
      return Response.status(Status.CREATED).entity(row(silence)).build();
    } catch (IllegalArgumentException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, e.getMessage());
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Lift a silence")
  public void lift(@PathParam("id") String id) throws InterruptedException {
    if (silences.lasting(clock.instant()).stream().noneMatch(of -> of.getId().equals(id))) {
      throw HttpProblem.valueOf(
          Status.NOT_FOUND, "no silence %s lasts: it was lifted or ended".formatted(Quoted.of(id)));
    }
    try {
      silences.lift(id);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static byte[] bounded(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw HttpProblem.valueOf(Status.REQUEST_ENTITY_TOO_LARGE, "a silence has at most 16 KiB");
    }
    return bytes;
  }

  private static HttpProblem unavailable(IOException e) {
    return HttpProblem.valueOf(Status.SERVICE_UNAVAILABLE, e.getMessage());
  }

  private static Row row(Silence of) {
    return new Row(
        of.getId(),
        of.getRule(),
        of.getModel(),
        of.getProvider(),
        of.getCreatedAt(),
        of.getUntil(),
        of.getReason(),
        of.getBy());
  }
}

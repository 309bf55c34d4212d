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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
  public record SilencesAnswer(List<SilenceRow> silences) {}

  /** One silence. */
  public record SilenceRow(
      String id,
      AlertRule rule,
      String model,
      String provider,
      Instant createdAt,
      Instant until,
      String reason,
      String by) {}

  @GET
  @Operation(operationId = "silences", summary = "The silences that last, the next to end first")
  @APIResponseSchema(
      value = SilencesAnswer.class,
      responseDescription = "All that last",
      responseCode = "200")
  public SilencesAnswer list() {
    return new SilencesAnswer(
        silences.lasting(clock.instant()).stream().map(SilencesResource::row).toList());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "silence",
      summary = "Silence alerts for a while",
      description =
          "Alerts that match every field given aren't sent while it lasts. What still stands when it"
              + " ends is sent then.")
  @RequestBody(
      description = "What to silence, until when and why",
      required = true,
      content =
          @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewSilence")))
  @APIResponseSchema(
      value = SilenceRow.class,
      responseDescription = "The silence, which lasts from now on",
      responseCode = "201")
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
  @Operation(
      operationId = "unsilence",
      summary = "Lift a silence",
      description = "What it kept back and still stands is sent now.")
  @APIResponse(responseCode = "204", description = "It no longer lasts; no body")
  public void lift(
      @Parameter(description = "Its id", example = "6f9c1c1e-4a0c-4a4e-9a55-1c0f6f0e2f10")
          @PathParam("id")
          String id)
      throws InterruptedException {
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

  private static SilenceRow row(Silence of) {
    return new SilenceRow(
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

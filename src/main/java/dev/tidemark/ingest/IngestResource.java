package dev.tidemark.ingest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Takes events over HTTP and answers once the broker has acknowledged every accepted line. */
@Path("/api/v1/results")
@Tag(name = "ingest")
public class IngestResource {

  private static final Logger LOG = Logger.getLogger(IngestResource.class);
  private static final int RETRY_AFTER_SECONDS = 5;

  private final Publisher publisher;

  /** One stamper for the life of the process: later requests must not fall behind earlier ones. */
  public IngestResource(Sink sink, IngestConfig config) {
    this.publisher =
        new Publisher(
            new Stamper(InstantSource.system()),
            new ModelNames(config.maxModels()),
            sink,
            config.maxInFlight(),
            config.ackTimeout());
  }

  /** Publishes the body's events, read as they arrive; the body may be of any size. */
  @POST
  @Consumes(MediaType.WILDCARD) // checked below: a refusal must be a problem document too
  @Blocking
  @Operation(
      operationId = "publish",
      summary = "Publish results, model registrations and retractions as NDJSON or an array",
      description =
          "Answers once the broker has acknowledged every accepted line; good lines land although"
              + " others are bad. Sending a body again changes nothing.")
  @RequestBody(
      description = "Events, of any size, read as they arrive",
      required = true,
      content = {
        @Content(
            mediaType = "application/x-ndjson",
            schema = @Schema(type = SchemaType.STRING, description = "One event a line")),
        @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "EventArray"))
      })
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponseSchema(
      value = PublishReport.class,
      responseDescription = "What was accepted, and what is wrong with the rest",
      responseCode = "200")
  public Response publish(InputStream body, @Context HttpHeaders headers) {
    unsupported(headers)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    try {
      return Response.ok(publisher.publish(lines(body, headers))).build();
    } catch (PublishException e) {
      // Not thrown: what went wrong is in our log already, in one line.
      return stopped(e).toResponse();
    } catch (IOException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "the body cannot be read, no line is stored");
    }
  }

  private static EventLines lines(InputStream body, HttpHeaders headers) throws IOException {
    InputStream plain = encoding(headers).endsWith("gzip") ? Gzip.open(body) : body;
    return isArray(headers) ? EventLines.array(plain) : EventLines.ndjson(plain);
  }

  private static HttpProblem stopped(PublishException e) {
    LOG.warnf(
        "event=publish-stopped side=%s acknowledged=%d cause=%s",
        e.side(), e.acknowledged(), e.getCause().getClass().getSimpleName());
    String again = "; sending everything again is safe";
    return e.side() == PublishException.Side.INPUT
        ? HttpProblem.valueOf(Status.BAD_REQUEST, e.getMessage() + again)
        : HttpProblem.builder()
            .withStatus(Status.SERVICE_UNAVAILABLE)
            .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
            .withDetail(e.getMessage() + again)
            .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
            .build();
  }

  private static Optional<HttpProblem> unsupported(HttpHeaders headers) {
    if (!isArray(headers) && !mediaType(headers).equals("application/x-ndjson")) {
      return Optional.of(
          HttpProblem.valueOf(
              Status.UNSUPPORTED_MEDIA_TYPE,
              "the Content-Type must be application/x-ndjson, or application/json for an array"));
    }
    return switch (encoding(headers)) {
      case "", "identity", "gzip", "x-gzip" -> Optional.empty();
      default ->
          Optional.of(
              HttpProblem.valueOf(
                  Status.UNSUPPORTED_MEDIA_TYPE, "the Content-Encoding must be gzip, or left out"));
    };
  }

  private static boolean isArray(HttpHeaders headers) {
    return mediaType(headers).equals("application/json");
  }

  private static String mediaType(HttpHeaders headers) {
    return plain(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)).split(";", 2)[0].strip();
  }

  private static String encoding(HttpHeaders headers) {
    return plain(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
  }

  private static String plain(String header) {
    return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
  }
}

package dev.tidemark.ingest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
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

  /** A broker that doesn't acknowledge is away for a while; a place is free again soon. */
  private static final int BROKER_RETRY_AFTER_SECONDS = 5;

  private static final int PLACE_RETRY_AFTER_SECONDS = 1;

  private static final long MOST_PASSED_BY = 64L << 20;

  private final Publisher publisher;
  private final Semaphore places;

  /** One stamper for the life of the process: later requests must not fall behind earlier ones. */
  public IngestResource(Sink sink, IngestConfig config) {
    this.publisher =
        new Publisher(
            new Stamper(InstantSource.system()),
            new ModelNames(config.maxModels()),
            sink,
            config.maxInFlight(),
            config.ackTimeout());
    this.places = new Semaphore(config.maxRequests());
  }

  /**
   * Publishes the body's events, read as they arrive; the body may be of any size. A request holds
   * a thread until the broker has acknowledged, and reads need threads of the same pool: where too
   * many do, the next is refused without a look at its body.
   */
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
  public Response publish(
      InputStream body, @Context HttpHeaders headers, @Context HttpServerRequest request) {
    try {
      unsupported(headers)
          .ifPresent(
              refusal -> {
                throw refusal;
              });
      return places.tryAcquire() ? published(body, headers) : crowded().toResponse();
    } finally {
      passBy(request);
    }
  }

  /**
   * Many clients hear no answer before they have sent everything, so what wasn't read goes by; not
   * without end, as there are clients that send for hours.
   */
  private static void passBy(HttpServerRequest request) {
    AtomicLong passed = new AtomicLong();
    request
        .handler(
            bytes -> {
              if (passed.addAndGet(bytes.length()) > MOST_PASSED_BY) {
                request.connection().close();
              }
            })
        .resume();
  }

  /** For one who has a place, which is free again afterwards. */
  private Response published(InputStream body, HttpHeaders headers) {
    try {
      return Response.ok(publisher.publish(lines(body, headers))).build();
    } catch (PublishException e) {
      // Not thrown: what went wrong is in our log already, in one line.
      return stopped(e).toResponse();
    } catch (IOException e) {
      throw HttpProblem.valueOf(Status.BAD_REQUEST, "the body cannot be read, no line is stored");
    } finally {
      places.release();
    }
  }

  private static EventLines lines(InputStream body, HttpHeaders headers) throws IOException {
    InputStream plain = encoding(headers).endsWith("gzip") ? Gzip.open(body) : body;
    return isArray(headers) ? EventLines.array(plain) : EventLines.ndjson(plain);
  }

  private static HttpProblem stopped(PublishException e) {
    Throwable cause = e.getCause();
    while (cause.getCause() != null) { // the connector wraps what the client says
      cause = cause.getCause();
    }
    LOG.warnf(
        "event=publish-stopped side=%s acknowledged=%d cause=%s",
        e.side(), e.acknowledged(), cause.getClass().getSimpleName());
    String again = "; sending everything again is safe";
    return e.side() == PublishException.Side.INPUT
        ? HttpProblem.valueOf(Status.BAD_REQUEST, e.getMessage() + again)
        : unavailable(e.getMessage() + again, BROKER_RETRY_AFTER_SECONDS);
  }

  private static HttpProblem crowded() {
    return unavailable(
        "as many requests wait for the broker as may at once: no line of this one is stored",
        PLACE_RETRY_AFTER_SECONDS);
  }

  private static HttpProblem unavailable(String detail, int retryAfterSeconds) {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail(detail)
        .withHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
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

package dev.tidemark.ingest;

import jakarta.ws.rs.core.Response;

/**
 * An error answer by RFC 9457.
 *
 * @param type always {@code about:blank}: the status says it all
 * @param title the status in words
 * @param status HTTP status
 * @param detail what was wrong and what to do, for a person
 */
public record Problem(String type, String title, int status, String detail) {

  private static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(Response.Status status, String detail) {
    return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this);
  }
}

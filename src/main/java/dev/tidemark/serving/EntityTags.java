package dev.tidemark.serving;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Answers that a client which has them already needn't read again. */
final class EntityTags {

  private static final int TAG_BYTES = 16;

  private EntityTags() {}

  /**
   * The body under a tag of its content, the same on every node; 304 without it if the client has
   * it. Caches must ask each time: standings move.
   */
  static Response respond(Request request, byte[] body) {
    return respond(request, Tagged.of(body));
  }

  /** The same with a tag that is known. */
  static Response respond(Request request, Tagged answer) {
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(answer.tag());
    CacheControl ask = new CacheControl();
    ask.setNoCache(true);
    return (unchanged == null ? Response.ok(answer.body()) : unchanged)
        .tag(answer.tag())
        .cacheControl(ask)
        .build();
  }

  /** A body and its tag. */
  record Tagged(byte[] body, EntityTag tag) {

    static Tagged of(byte[] body) {
      return new Tagged(body, new EntityTag(HexFormat.of().formatHex(sha256(body), 0, TAG_BYTES)));
    }
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

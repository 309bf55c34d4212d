package dev.tidemark.ingest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may write: whoever presents one of the configured keys; without configured keys anybody, but
 * only while the server listens on loopback and was asked under a loopback name.
 */
@ApplicationScoped
public class WriteAccess {

  private static final String KEY_HEADER = "X-API-Key";

  /** What proxies add: whoever is behind one may be anywhere. */
  private static final List<String> PROXIED =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private static final String BEARER = "Bearer ";

  private final List<byte[]> keyDigests;
  private final boolean loopbackOnly;

  /** Reads the keys once; they are kept as digests only. */
  public WriteAccess(
      IngestConfig config, @ConfigProperty(name = "quarkus.http.host") String httpHost) {
    this.keyDigests =
        config.apiKeys().orElse(List.of()).stream()
            .map(String::strip)
            .filter(key -> !key.isEmpty())
            .map(WriteAccess::digest)
            .toList();
    this.loopbackOnly = isLoopback(httpHost);
  }

  /**
   * Why a request may not write; empty if it may.
   *
   * @param host the name that the request was sent to, or null: the Host header of HTTP/1.1, the
   *     authority of HTTP/2
   */
  Optional<HttpProblem> refusal(HttpHeaders headers, String host) {
    if (!keyDigests.isEmpty()) {
      return known(presented(headers))
          ? Optional.empty()
          : refuse(
              Status.UNAUTHORIZED,
              "writing needs one of the configured API keys in the header X-API-Key, or as"
                  + " Authorization: Bearer");
    }
    if (!loopbackOnly) {
      return refuse(
          Status.UNAUTHORIZED,
          "this server listens beyond loopback but has no API keys: set tidemark.ingest.api-keys"
              + " (environment: TIDEMARK_INGEST_API_KEYS)");
    }
    if (PROXIED.stream().anyMatch(name -> headers.getHeaderString(name) != null)) {
      return refuse(
          Status.FORBIDDEN,
          "without an API key writing is allowed from this machine only, and this request came"
              + " through a proxy: set tidemark.ingest.api-keys");
    }
    // A page on the web may reach loopback through the user's browser, under a name of its own.
    String origin = headers.getHeaderString("Origin");
    return isLoopback(host) && (origin == null || isLoopback(hostOfUrl(origin)))
        ? Optional.empty()
        : refuse(
            Status.FORBIDDEN,
            "without an API key writing is allowed from this machine only: use localhost as the"
                + " host, or set tidemark.ingest.api-keys");
  }

  /** Compares with every key, in a time that does not tell how much of a key was right. */
  private boolean known(String presented) {
    byte[] digest = digest(presented);
    boolean known = false;
    for (byte[] key : keyDigests) {
      known |= MessageDigest.isEqual(key, digest);
    }
    return known;
  }

  private static String presented(HttpHeaders headers) {
    String key = headers.getHeaderString(KEY_HEADER);
    if (key != null) {
      return key.strip();
    }
    String authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }

  private static Optional<HttpProblem> refuse(Status status, String detail) {
    return Optional.of(HttpProblem.valueOf(status, detail));
  }

  private static String hostOfUrl(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether this is a loopback address or localhost; other names are never looked up. */
  private static boolean isLoopback(String host) {
    if (host == null) {
      return false;
    }
    boolean address = host.matches("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");
    try {
      return address
          ? InetAddress.getByName(host).isLoopbackAddress()
          : host.equalsIgnoreCase("localhost");
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.tidemark.cli;

import java.net.URI;
import java.net.http.HttpRequest;
import picocli.CommandLine.Option;

/** Which service, and the key to write to it. */
final class ServiceOptions {

  @Option(
      names = "--url",
      defaultValue = "http://localhost:8080",
      paramLabel = "URL",
      description = "The Tidemark service (default ${DEFAULT-VALUE}).")
  private URI url;

  /** From the environment only: an argument would show in the list of processes. */
  private final String apiKey = System.getenv("TIDEMARK_API_KEY");

  URI resolve(String path) {
    String base = url.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** A request that may change something: with the key, if one is set. */
  HttpRequest.Builder writing(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(resolve(path));
    return apiKey == null ? request : request.header("X-API-Key", apiKey);
  }
}

package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Requests to the service; what it refuses becomes an exception with its own words. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Http() {}

  /**
   * Sends a request.
   *
   * @param expected statuses beside 2xx that are an answer too
   * @throws IOException if there is no answer, or another than these
   */
  static HttpResponse<String> send(HttpRequest request, Integer... expected)
      throws IOException, InterruptedException {
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      int status = response.statusCode();
      if (status / 100 != 2 && !List.of(expected).contains(status)) {
        throw new IOException("the service answered %d: %s".formatted(status, detail(response)));
      }
      return response;
    } catch (ConnectException e) {
      // Without its cause, whose words (none, or a class name) would be printed instead of these.
      throw new IOException(
          "nothing answers at %s: start it with 'tidemark up', or name it with --url"
              .formatted(request.uri().resolve("/")));
    }
  }

  /** What a problem document says, or the body as it is. */
  static String detail(HttpResponse<String> response) {
    try {
      JsonNode detail = new ObjectMapper().readTree(response.body()).get("detail");
      return detail == null ? response.body() : detail.asText();
    } catch (IOException e) {
      return response.body();
    }
  }
}

package dev.tidemark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
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

  /**
   * A publisher's part is stamped and acknowledged within a minute, or refused; all else is quick.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Http() {}

  /** There was no answer: nothing listens there, or the connection broke. */
  static final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Whether something was there, and broke off. */
    final boolean reached;

    NoAnswerException(String message, boolean reached) {
      super(message);
      this.reached = reached;
    }
  }

  /**
   * Sends a request.
   *
   * @param expected statuses beside 2xx that are an answer too
   * @throws NoAnswerException if there is no answer
   * @throws IOException if it is another than these
   */
  static HttpResponse<String> send(HttpRequest request, Integer... expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response = answer(request);
    int status = response.statusCode();
    if (status / 100 != 2 && !List.of(expected).contains(status)) {
      throw new IOException("the service answered %d: %s".formatted(status, detail(response)));
    }
    return response;
  }

  private static HttpResponse<String> answer(HttpRequest request)
      throws NoAnswerException, InterruptedException {
    URI service = request.uri().resolve("/");
    HttpRequest bounded =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .timeout(request.timeout().orElse(PATIENCE))
            .build();
    try {
      return CLIENT.send(bounded, BodyHandlers.ofString());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      // Without its cause, whose words (none, or a class name) would be printed instead of these.
      throw new NoAnswerException(
          "nothing answers at %s: start it with 'tidemark up', or name it with --url"
              .formatted(service),
          false);
    } catch (IOException e) {
      throw new NoAnswerException("%s gave no answer: %s".formatted(service, e.getMessage()), true);
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

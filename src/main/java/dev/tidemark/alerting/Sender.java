package dev.tidemark.alerting;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/**
 * Makes the requests. Goes where the receiver's address says and nowhere else: a redirect isn't
 * followed. TLS is verified as the JDK does it, every wait has an end, and of an answer only the
 * status and Retry-After are looked at.
 */
final class Sender {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final HttpClient client;
  private final Duration timeout;
  private final String service;
  private final Clock clock;

  /**
   * @param timeout from the connection to the last header of the answer
   * @param service address of Tidemark, for links
   */
  Sender(Duration timeout, String service, Clock clock) {
    this.timeout = timeout;
    this.service = service;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
            .build();
  }

  /** What an answer means. */
  enum Verdict {
    /** It has the message. */
    ACCEPTED,
    /** It doesn't want this message; another may do. */
    REJECTED,
    /** It takes no message at present. */
    UNAVAILABLE,
    /** The same, but it may have this one: the request went out and no answer came back. */
    UNCERTAIN
  }

  /**
   * How a receiver answered.
   *
   * @param words the status, or what went wrong; nothing that the receiver said
   * @param retryAfter how long it asks to be left alone, at most an hour; zero if it didn't
   */
  record Answer(Verdict verdict, String words, Duration retryAfter) {}

  /** Sends one message; the future always ends with an answer. */
  CompletableFuture<Answer> send(Receiver receiver, Transition transition) {
    return client
        .sendAsync(request(receiver, transition), of -> new IgnoredBody(timeout))
        .handle((response, failure) -> failure == null ? answer(response) : failed(failure));
  }

  private HttpRequest request(Receiver receiver, Transition transition) {
    Format.Message message =
        receiver.type().format().message(receiver, transition, service, clock.instant());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(receiver.url())
            .timeout(timeout)
            .header("User-Agent", "Tidemark")
            .POST(BodyPublishers.ofByteArray(message.body()));
    message.headers().forEach(request::header);
    return request.build();
  }

  private Answer answer(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Answer(Verdict.ACCEPTED, Integer.toString(status), Duration.ZERO);
    }
    String words =
        status / 100 == 3
            ? status + ", a redirect: they aren't followed, so give the address that it leads to"
            : Integer.toString(status);
    return new Answer(
        rejected(status) ? Verdict.REJECTED : Verdict.UNAVAILABLE,
        words,
        retryAfter(response.headers()));
  }

  /**
   * A 4xx speaks of this message, except those that speak of the address, of the credentials or of
   * the moment.
   */
  private static boolean rejected(int status) {
    return switch (status) {
      case 401, 403, 404, 405, 407, 408, 410, 425, 429 -> false;
      default -> status / 100 == 4;
    };
  }

  private Duration retryAfter(HttpHeaders headers) {
    Duration asked = headers.firstValue("Retry-After").flatMap(this::pause).orElse(Duration.ZERO);
    return asked.isNegative()
        ? Duration.ZERO
        : asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  /** In seconds, or as a date. */
  private Optional<Duration> pause(String retryAfter) {
    try {
      if (retryAfter.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
      }
      Instant until =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), until));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Answer failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpConnectTimeoutException) {
      return failed(Verdict.UNAVAILABLE, "no connection in time");
    } else if (cause instanceof ConnectException) {
      return failed(Verdict.UNAVAILABLE, "no connection");
    } else if (cause instanceof SSLException) {
      return failed(Verdict.UNAVAILABLE, "TLS failed: is the certificate valid?");
    } else if (cause instanceof HttpTimeoutException) {
      return failed(Verdict.UNCERTAIN, "no answer in time");
    }
    return failed(
        Verdict.UNCERTAIN,
        cause instanceof IOException ? "the connection broke" : cause.getClass().getSimpleName());
  }

  private static Answer failed(Verdict verdict, String words) {
    return new Answer(verdict, words, Duration.ZERO);
  }
}

package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More requests than may wait for a broker that is away. */
@QuarkusTest
@TestProfile(CrowdedIngestTest.WithHeldSink.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class CrowdedIngestTest {

  /** The views are read from a broker that is there; for events it is away. */
  public static class WithHeldSink implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(HeldSink.class);
    }
  }

  /** Acknowledges everything at once, when told to. */
  @Alternative
  @ApplicationScoped
  public static class HeldSink implements Sink {
    static final AtomicInteger SENT = new AtomicInteger();
    static volatile CompletableFuture<Void> acknowledged;

    @Override
    public CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp) {
      SENT.incrementAndGet();
      return acknowledged;
    }
  }

  /** As many as are let in by default. */
  private static final int PLACES = 64;

  /** With those that are let in more than there are worker threads. */
  private static final int OTHERS = 250;

  /** Much less than the time after which a request gives up waiting. */
  private static final Duration SOON = Duration.ofSeconds(8);

  private static final String LINE = EventJson.toJson(Samples.attack().build());

  @TestHTTPResource("/api/v1/results")
  URI results;

  @TestHTTPResource("/api/v1/standings")
  URI standings;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();

  @BeforeEach
  void hold() {
    HeldSink.SENT.set(0);
    HeldSink.acknowledged = new CompletableFuture<>();
  }

  @AfterEach
  void leaveAllPlacesFree() throws Exception {
    HeldSink.acknowledged.complete(null);
    CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
  }

  @Test
  void oneTooManyIsRefusedAtOnceAndTheOthersGoOn() {
    // Given
    List<CompletableFuture<HttpResponse<String>>> held = posts(PLACES);
    await().atMost(SOON).untilAsserted(() -> assertThat(HeldSink.SENT).hasValue(PLACES));

    // When
    CompletableFuture<HttpResponse<String>> next = post(LINE);

    // Then
    assertThat(next)
        .succeedsWithin(SOON)
        .returns(503, HttpResponse::statusCode)
        .satisfies(
            answer -> {
              assertThat(answer.headers().firstValue("Retry-After")).contains("1");
              assertThat(answer.headers().firstValue("Content-Type"))
                  .contains("application/problem+json");
              assertThat(answer.body()).contains("no line of this one is stored");
            });
    assertThat(held).noneMatch(CompletableFuture::isDone);
    HeldSink.acknowledged.complete(null);
    assertThat(held)
        .allSatisfy(
            post -> assertThat(post).succeedsWithin(SOON).returns(200, HttpResponse::statusCode));
    assertThat(post(LINE)).succeedsWithin(SOON).returns(200, HttpResponse::statusCode);
    assertThat(HeldSink.SENT).hasValue(PLACES + 1);
  }

  @Test
  void standingsAreReadHoweverManyWouldPublish() {
    // Given
    List<CompletableFuture<HttpResponse<String>>> posts = posts(PLACES + OTHERS);
    await().atMost(SOON).untilAsserted(() -> assertThat(HeldSink.SENT).hasValue(PLACES));

    // When
    CompletableFuture<HttpResponse<String>> read = send(HttpRequest.newBuilder(standings));

    // Then
    assertThat(read).succeedsWithin(SOON).returns(200, HttpResponse::statusCode);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(posts)
                    .filteredOn(CompletableFuture::isDone)
                    .hasSize(OTHERS)
                    .allMatch(post -> post.join().statusCode() == 503));
  }

  @Test
  void whoSendsAllBeforeReadingHearsOfItToo() {
    // Given
    posts(PLACES);
    await().atMost(SOON).untilAsserted(() -> assertThat(HeldSink.SENT).hasValue(PLACES));

    // When
    CompletableFuture<HttpResponse<String>> large = post((LINE + '\n').repeat(60_000));

    // Then
    assertThat(large).succeedsWithin(SOON).returns(503, HttpResponse::statusCode);
    assertThat(HeldSink.SENT).hasValue(PLACES);
  }

  @Test
  void aPlaceIsFreeAgainHoweverItsRequestEnded() {
    // Given
    HeldSink.acknowledged = CompletableFuture.failedFuture(new IllegalStateException("away"));
    for (int i = 0; i < PLACES; i++) {
      assertThat(post(LINE).join().statusCode()).isEqualTo(503);
      assertThat(send(request("no gzip").header("Content-Encoding", "gzip")).join().statusCode())
          .isEqualTo(400);
      assertThat(send(request(LINE).header("Content-Encoding", "br")).join().statusCode())
          .isEqualTo(415);
    }

    // When
    HeldSink.acknowledged = CompletableFuture.completedFuture(null);

    // Then
    assertThat(post(LINE).join().statusCode()).isEqualTo(200);
  }

  private List<CompletableFuture<HttpResponse<String>>> posts(int count) {
    return IntStream.range(0, count).mapToObj(i -> post(LINE)).toList();
  }

  private CompletableFuture<HttpResponse<String>> post(String body) {
    return send(request(body));
  }

  private HttpRequest.Builder request(String body) {
    return HttpRequest.newBuilder(results)
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
  }

  private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), BodyHandlers.ofString());
    sent.add(answer);
    return answer;
  }
}

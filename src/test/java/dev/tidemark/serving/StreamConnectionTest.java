package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the stream owes to its connections: a place, a sign of life, an end. */
@QuarkusTest
@TestProfile(TightLimits.class)
@WithTestResource(TidemarkTestResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamConnectionTest {

  private static final Logger LOG = Logger.getLogger(StreamConnectionTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PROMPT = Duration.ofSeconds(1);

  @TestHTTPResource("/api/v1/stream")
  URI stream;

  @Inject MeterRegistry meters;

  private final List<StreamReader> open = new ArrayList<>();

  @AfterEach
  void hangUp() {
    open.forEach(StreamReader::close);
    await().atMost(PATIENCE).until(() -> connected() == 0);
  }

  /** The last, as every client after it would be sent what it leaves behind. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aClientThatNeverReadsIsClosedAndHoldsUpNobody() throws Exception {
    // Given
    List<String> many = new ArrayList<>();
    // More than the kernel's buffers of a connection take, so that the server's own fills.
    String padding = "-of-the-crowd".repeat(14);
    for (int i = 0; i < 4_000; i++) {
      many.addAll(PageEvents.attacks(i + padding, "2024-07", 1, 0));
    }
    PageEvents.publish(many);
    StreamReader reader = ready(StreamReader.open(stream));
    await().atMost(Duration.ofSeconds(120)).until(() -> inPeriod(reader, "2024-07") == 4_000);

    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.setSoTimeout((int) PATIENCE.toMillis());
      deaf.connect(new InetSocketAddress(stream.getHost(), stream.getPort()));
      deaf.getOutputStream()
          .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      await().atMost(PATIENCE).until(() -> connected() == 2);

      // When
      List<Duration> delays = new ArrayList<>();
      for (int round = 0; round < 5; round++) {
        String model = "quick-" + round;
        PageEvents.publish(PageEvents.attacks(model, "2024-08", 60, round));
        long answered = System.nanoTime();
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(PATIENCE)
            .until(() -> reader.conclusive("2024-08", model) == 60);
        delays.add(Duration.ofNanos(System.nanoTime() - answered));
      }

      // Then
      LOG.infof("event=stream-delays-beside-deaf-client after-answer=%s", delays);
      assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(PROMPT));
      await().atMost(PATIENCE).until(() -> connected() == 1);
      long buffered = deaf.getInputStream().transferTo(OutputStream.nullOutputStream());
      long all = reader.standings.values().stream().mapToLong(at -> at.toString().length()).sum();
      LOG.infof("event=deaf-client buffered=%d snapshot=%d", buffered, all);
      assertThat(buffered).isLessThan(all);
    }
    ServedBoards.assertTold(reader);
  }

  @Test
  void oneClientMoreThanTheLimitIsToldToComeLater() {
    // Given
    for (int i = 0; i < TightLimits.CLIENTS; i++) {
      ready(StreamReader.open(stream));
    }

    // When
    Response refused = given().get(stream);
    int gauge = connected();
    open.remove(0).close();

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(ApiDocument.json(refused.asString()))
        .isEqualTo(ApiDocument.read().operation("stream").media("503").example());
    assertThat(gauge).isEqualTo(TightLimits.CLIENTS);
    await().atMost(PATIENCE).until(() -> connected() == TightLimits.CLIENTS - 1);
    ready(StreamReader.open(stream));
  }

  @Test
  void aQuietConnectionIsKeptAwakeByComments() {
    // When
    StreamReader reader = ready(StreamReader.open(stream));

    // Then
    await().atMost(PATIENCE).until(() -> reader.heartbeats.get() >= 3);
  }

  private StreamReader ready(StreamReader reader) {
    open.add(reader);
    return reader.awaitReady();
  }

  private int connected() {
    return (int) meters.get("tidemark.stream.clients").gauge().value();
  }

  private static long inPeriod(StreamReader reader, String period) {
    return reader.standings.keySet().stream().filter(key -> key.startsWith(period)).count();
  }
}

package dev.tidemark.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.alerting.Sender.Verdict;
import dev.tidemark.alerting.TestReceiver.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that go wrong in every way that a real server can make them. */
@Timeout(60)
class SenderTest {

  private static final Instant NOW = Instant.parse("2026-01-20T10:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private TestReceiver server;

  @BeforeEach
  void start() throws Exception {
    server = new TestReceiver();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200,ACCEPTED",
    "202,ACCEPTED",
    "204,ACCEPTED",
    "400,REJECTED",
    "409,REJECTED",
    "413,REJECTED",
    "422,REJECTED",
    "401,UNAVAILABLE",
    "403,UNAVAILABLE",
    "404,UNAVAILABLE",
    "408,UNAVAILABLE",
    "410,UNAVAILABLE",
    "425,UNAVAILABLE",
    "429,UNAVAILABLE",
    "500,UNAVAILABLE",
    "502,UNAVAILABLE",
    "503,UNAVAILABLE",
    "599,UNAVAILABLE"
  })
  void aStatusSaysWhetherItIsTheMessageOrTheReceiver(int status, Verdict verdict) {
    server.reply(status);

    Answer answer = send(server.url(), TIMEOUT);

    assertThat(answer).isEqualTo(new Answer(verdict, "" + status, Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNeverFollowed(int status) throws Exception {
    try (TestReceiver elsewhere = new TestReceiver()) {
      server.reply(request -> Reply.status(status, "Location", elsewhere.url()));

      Answer answer = send(server.url(), TIMEOUT);

      assertThat(answer.verdict()).isEqualTo(Verdict.UNAVAILABLE);
      assertThat(answer.words()).startsWith(status + ", a redirect");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120|PT2M",
        "0|PT0S",
        "999999999|PT1H",
        "Tue, 20 Jan 2026 10:10:00 GMT|PT10M",
        "Tue, 20 Jan 2026 09:00:00 GMT|PT0S",
        "Tue, 20 Jan 2099 10:00:00 GMT|PT1H",
        "soon|PT0S",
        "-5|PT0S",
        "99999999999999999999|PT0S"
      })
  void retryAfterIsHonouredUpToAnHour(String header, Duration expected) {
    server.reply(request -> Reply.status(503, "Retry-After", header));

    assertThat(send(server.url(), TIMEOUT).retryAfter()).isEqualTo(expected);
  }

  @Test
  void nobodyListens() throws Exception {
    String url;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    assertThat(send(url, TIMEOUT))
        .isEqualTo(new Answer(Verdict.UNAVAILABLE, "no connection", Duration.ZERO));
  }

  @Test
  void anAnswerThatDoesNotComeEndsTheTry() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.reply(
        request -> {
          await(over);
          return Reply.status(200);
        });

    Answer answer = send(server.url(), Duration.ofMillis(300));

    assertThat(answer).isEqualTo(new Answer(Verdict.UNCERTAIN, "no answer in time", Duration.ZERO));
    over.countDown();
  }

  @Test
  void headersThatTrickleEndTheTryToo() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch over = new CountDownLatch(1);
      Thread trickle = new Thread(() -> trickle(socket, over));
      trickle.start();

      Answer answer =
          send("http://127.0.0.1:" + socket.getLocalPort() + "/", Duration.ofMillis(500));

      assertThat(answer.words()).isEqualTo("no answer in time");
      over.countDown();
      trickle.join(10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_000, -1})
  void aBodyIsNotWaitedForHoweverLongItIs(int bytes) {
    server.reply(request -> new Reply(200, Map.of(), bytes));

    assertThat(send(server.url(), TIMEOUT).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
    try (TlsReceiver unknown = new TlsReceiver()) {
      Answer answer = send(unknown.url(), TIMEOUT);

      assertThat(answer)
          .isEqualTo(
              new Answer(
                  Verdict.UNAVAILABLE, "TLS failed: is the certificate valid?", Duration.ZERO));
      assertThat(unknown.requests()).isZero();
    }
  }

  private static Answer send(String url, Duration timeout) {
    return new Sender(timeout, "http://localhost:8080", Clock.fixed(NOW, ZoneOffset.UTC))
        .send(Settings.receiver("webhook", url), Alerts.firing("m", 1))
        .join();
  }

  private static void trickle(ServerSocket listener, CountDownLatch over) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes());
      for (int i = 0; over.getCount() > 0; i++) {
        socket.getOutputStream().write(("X-" + i + ": 1\r\n").getBytes());
        socket.getOutputStream().flush();
        await(over, 20);
      }
    } catch (java.io.IOException e) {
      // the client has gone, as it should
    }
  }

  private static void await(CountDownLatch latch) {
    await(latch, 30_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

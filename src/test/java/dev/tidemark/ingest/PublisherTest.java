package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private record Sent(String topic, String key, byte[] value, long timestamp) {}

  private final AtomicLong now = new AtomicLong(Samples.TIME); // only pauses move it
  private final List<Sent> sent = new ArrayList<>();
  private final Sink acknowledging =
      (topic, key, value, timestamp) -> {
        sent.add(new Sent(topic, new String(key, StandardCharsets.UTF_8), value, timestamp));
        return CompletableFuture.completedFuture(null);
      };

  @Test
  void goodLinesLandAlthoughOthersAreBad() throws Exception {
    // Given
    String good = EventJson.toJson(Samples.attack().build());
    String body = good + "\n{\"type\":\"atack\"}\n\n" + good.replace("acme/one", "") + "\n" + good;

    // When
    PublishReport report = publish(acknowledging, body);

    // Then
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(report.rejectedTotal()).isEqualTo(2);
    assertThat(report.rejected()).extracting(LineError::line).containsExactly(2L, 4L);
    assertThat(report.rejected().get(1).error()).startsWith("model is empty");
    assertThat(report.warnings()).isEmpty();
    assertThat(sent).extracting(Sent::key).containsOnly("acme/one|pack-3|case-17|0");
    assertThat(sent.get(1).timestamp()).isEqualTo(sent.get(0).timestamp() + 1);
    assertThat(new EventDecoder(null).decode(sent.get(0).topic(), sent.get(0).value()))
        .isEqualTo(Samples.attack().build());
  }

  @Test
  void everyTypeGoesToItsTopic() throws Exception {
    String body =
        Samples.oneOfEach().stream().map(EventJson::toJson).collect(Collectors.joining("\n"));

    assertThat(publish(acknowledging, body).accepted()).isEqualTo(5);
    assertThat(sent)
        .extracting(Sent::topic)
        .containsExactly(
            Topics.ATTACKS, Topics.CAMPAIGNS, Topics.BENCHMARKS, Topics.MODELS, Topics.RETRACTIONS);
  }

  @Test
  void aTimeInTheFutureIsRejectedByTheStampItWouldGet() throws Exception {
    AttackResult late =
        Samples.attack().setOccurredAt(Instant.ofEpochMilli(Samples.TIME + 300_001)).build();

    PublishReport report = publish(acknowledging, EventJson.toJson(late));

    assertThat(report.rejected().get(0).error()).contains("at most 5 minutes after");
  }

  @Test
  void onlyTheFirstThousandRejectedLinesAreListed() throws Exception {
    PublishReport report = publish(acknowledging, "{}\n".repeat(2_500));

    assertThat(report.rejected())
        .hasSize(1_000)
        .last()
        .extracting(LineError::line)
        .isEqualTo(1_000L);
    assertThat(report.rejectedTotal()).isEqualTo(2_500);
    assertThat(report.warnings())
        .containsExactly("only the first 1000 of 2500 rejected lines are listed");
  }

  @Test
  void aWithdrawnRunThatIsPublishedAgainGivesOneWarning() throws Exception {
    String result = EventJson.toJson(Samples.attack().build());
    String body = EventJson.toJson(Samples.retraction().build()) + "\n" + result + "\n" + result;

    PublishReport report = publish(acknowledging, body);

    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.warnings())
        .singleElement()
        .asString()
        .startsWith("line 2: run \"run-1\" of model \"acme/one\" was withdrawn");
    assertThat(sent.get(1).timestamp()).isGreaterThan(sent.get(0).timestamp());
  }

  @Test
  void thereIsNoReportBeforeTheClockHasPassedEveryStamp() throws Exception {
    // Given: lines that can't share a millisecond
    String repeated = (EventJson.toJson(Samples.attack().build()) + "\n").repeat(200);

    // When
    PublishReport report =
        publish(acknowledging, repeated + EventJson.toJson(Samples.retraction().build()));

    // Then
    assertThat(report.accepted()).isEqualTo(201);
    assertThat(sent.get(200).timestamp()).isEqualTo(Samples.TIME + 199);
    assertThat(now).hasValue(Samples.TIME + 200);
  }

  @Test
  void aFailureIsNotToldEitherBeforeTheClockHasPassedEveryStamp() {
    // Given
    Sink failing =
        (topic, key, value, timestamp) ->
            timestamp == Samples.TIME + 50
                ? CompletableFuture.failedFuture(new IOException("away"))
                : CompletableFuture.completedFuture(null);
    String repeated = (EventJson.toJson(Samples.attack().build()) + "\n").repeat(200);

    // When
    PublishException thrown =
        catchThrowableOfType(PublishException.class, () -> publish(failing, repeated));

    // Then
    assertThat(thrown.acknowledged()).isEqualTo(50);
    assertThat(now).hasValue(Samples.TIME + 51);
  }

  @Test
  void aBrokerThatFailsStopsThePublisherWithWhatWasAcknowledged() {
    Sink failing =
        (topic, key, value, timestamp) ->
            key[key.length - 1] == '7'
                ? CompletableFuture.failedFuture(new IOException("away"))
                : CompletableFuture.completedFuture(null);

    PublishException thrown =
        catchThrowableOfType(PublishException.class, () -> publish(failing, trials(20)));

    assertThat(thrown.side()).isEqualTo(PublishException.Side.SINK);
    assertThat(thrown.acknowledged()).isEqualTo(7);
    assertThat(thrown.throughLine()).isEqualTo(7);
    assertThat(thrown).hasRootCauseMessage("away");
  }

  @Test
  void aBrokerThatNeverAnswersIsWaitedForNoLongerThanTheTimeout() {
    List<CompletableFuture<Void>> pending = new ArrayList<>();
    Sink silent =
        (topic, key, value, timestamp) -> {
          pending.add(new CompletableFuture<>());
          return pending.get(pending.size() - 1);
        };

    PublishException thrown =
        catchThrowableOfType(PublishException.class, () -> publish(silent, trials(100)));

    assertThat(thrown.acknowledged()).isZero();
    assertThat(pending).hasSize(10); // no more than may be under way
  }

  @Test
  void aBrokerThatOnlyTricklesIsNotWaitedForLineByLine() {
    Sink slow =
        (topic, key, value, timestamp) -> {
          LockSupport.parkNanos(50_000_000);
          return new CompletableFuture<>();
        };
    Publisher publisher =
        new Publisher(stamper(), new ModelNames(10), slow, 10_000, Duration.ofMillis(300));

    long start = System.nanoTime();
    PublishException thrown =
        catchThrowableOfType(
            PublishException.class,
            () ->
                publisher.publish(
                    EventLines.ndjson(
                        new ByteArrayInputStream(trials(1_000).getBytes(StandardCharsets.UTF_8)))));

    assertThat(thrown.side()).isEqualTo(PublishException.Side.SINK);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void corruptCompressionSaysHowManyLinesAreStored() throws Exception {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(trials(5_000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);

    // When
    PublishException thrown =
        catchThrowableOfType(
            PublishException.class,
            () ->
                publisher(acknowledging)
                    .publish(
                        EventLines.ndjson(new GZIPInputStream(new ByteArrayInputStream(cut)))));

    // Then
    assertThat(thrown.side()).isEqualTo(PublishException.Side.INPUT);
    assertThat(thrown.acknowledged()).isBetween(100L, 4_999L).isEqualTo(sent.size());
    assertThat(thrown.throughLine()).isEqualTo(thrown.acknowledged());
  }

  @Test
  void aBodyOfAnySizeNeedsLittleMemory() throws Exception {
    // Given: 200 MB that are never in memory at once
    byte[] block = (trials(1_000) + "\n").getBytes(StandardCharsets.UTF_8);
    int blocks = 200_000_000 / block.length;
    InputStream body =
        new InputStream() {
          private long position;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int from = (int) (position % block.length);
            if (position / block.length >= blocks) {
              return -1;
            }
            int count = Math.min(length, block.length - from);
            System.arraycopy(block, from, target, offset, count);
            position += count;
            return count;
          }
        };
    // Other tests have filled the heap too: what counts is what this adds.
    long before = usedHeap();
    AtomicLong sent = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Sink counting =
        (topic, key, value, timestamp) -> {
          if (sent.incrementAndGet() % 200_000 == 0) {
            most.accumulateAndGet(usedHeap(), Math::max);
          }
          return CompletableFuture.completedFuture(null);
        };

    // When
    PublishReport report =
        new Publisher(
                new Stamper(Instant::now, millis -> {}),
                new ModelNames(10),
                counting,
                1_000,
                Duration.ofSeconds(5))
            .publish(EventLines.ndjson(body));

    // Then
    assertThat(report.accepted()).isEqualTo(1_000L * blocks);
    assertThat(most.get()).isPositive();
    assertThat(most.get() - before).isLessThan(50_000_000);
  }

  @Test
  void aFurtherModelNameThanTheLimitIsRejectedAndKnownOnesGoOn() throws Exception {
    // Given
    Publisher publisher = publisher(acknowledging);
    String invented =
        IntStream.range(0, 12)
            .mapToObj(i -> EventJson.toJson(Samples.attack().setModel("run-" + i).build()))
            .collect(Collectors.joining("\n"));
    publisher.publish(lines(invented));
    String body =
        String.join(
            "\n",
            EventJson.toJson(Samples.attack().setModel("run-9").build()),
            EventJson.toJson(Samples.campaign().setModel("run-10").build()),
            EventJson.toJson(Samples.benchmark().setModel("run-11").build()),
            EventJson.toJson(Samples.model().setModel("run-12").build()),
            EventJson.toJson(Samples.model().setModel("run-0").build()),
            EventJson.toJson(Samples.retraction().setModel("run-11").build()));

    // When
    PublishReport report = publisher.publish(lines(body));

    // Then
    assertThat(report.rejected()).extracting(LineError::line).containsExactly(2L, 3L, 4L);
    assertThat(report.rejected().get(0).error())
        .isEqualTo(
            "model is \"run-10\": 10 different names have been accepted since the start, the most"
                + " that is allowed; put what names a run into runId, or raise"
                + " tidemark.ingest.max-models if these are models");
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(sent).hasSize(13);
  }

  @Test
  void anInvalidEventUsesUpNoModelName() throws Exception {
    // Given
    Publisher publisher = publisher(acknowledging);
    String invalid =
        IntStream.range(0, 50)
            .mapToObj(
                i -> EventJson.toJson(Samples.attack().setModel("run-" + i).setTrial(-1).build()))
            .collect(Collectors.joining("\n"));

    // When
    publisher.publish(lines(invalid));

    // Then
    assertThat(publisher.publish(lines(EventJson.toJson(Samples.attack().build()))).accepted())
        .isEqualTo(1);
  }

  /** What is left after a collection. */
  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String trials(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> EventJson.toJson(Samples.attack().setTrial(i).build()))
        .collect(Collectors.joining("\n"));
  }

  private Stamper stamper() {
    return new Stamper(() -> Instant.ofEpochMilli(now.get()), now::addAndGet);
  }

  private Publisher publisher(Sink sink) {
    return new Publisher(stamper(), new ModelNames(10), sink, 10, Duration.ofMillis(300));
  }

  private PublishReport publish(Sink sink, String body) throws PublishException {
    return publisher(sink).publish(lines(body));
  }

  private static EventLines lines(String body) {
    return EventLines.ndjson(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }
}

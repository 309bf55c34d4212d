package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Samples;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TestBroker;
import dev.tidemark.scoring.Methods;
import dev.tidemark.serving.DeadLetterDepths;
import dev.tidemark.topology.LiveTopology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters, listed and put back after a fix, on a real broker. */
class DlqTest {

  private static final Duration SETTLED = Duration.ofSeconds(45);

  @TempDir Path folder;

  @Test
  void lettersAreCountedAndAfterAFixEachIsPutBackOnce() throws Exception {
    HttpServer registry = registry();
    try (LiveTopology live = new LiveTopology(folder)) {
      // Given: two results whose schema can't be looked up yet, and one that is wrong for good.
      send(live, framed(Samples.attack().setRunner("farm\u0007-1").build()));
      send(live, framed(Samples.attack().setCaseId("other").build()));
      send(live, EventCodec.encode(Samples.attack().setTrial(-1).setRunner("farm-2").build()));
      live.flush();
      await().atMost(SETTLED).untilAsserted(() -> assertThat(live.deadLetters()).hasSize(3));

      // When
      Run list = dlq(live, "list");
      Run filtered = dlq(live, "list", "--runner", "farm-2");

      // Then
      assertThat(list.exitCode()).isZero();
      assertThat(list.out())
          .contains("2  tidemark.results.attack.v1  value.no-registry, newest 2026-03-15T10:00:00Z")
          .contains("1  tidemark.results.attack.v1  trial.range, runner farm-2, newest")
          .endsWith("3 dead letters\n");
      assertThat(filtered.out()).endsWith("1 dead letters\n").doesNotContain("no-registry");

      // When: the registry is named and the letters of that rule are put back, twice.
      live.stop();
      live.start(
          new SchemaRegistry(URI.create("http://127.0.0.1:" + registry.getAddress().getPort())));
      Run replay = dlq(live, "replay", "--rule", "value.no-registry");
      Run again = dlq(live, "replay", "--rule", "value.no-registry");

      // Then
      assertThat(replay.out()).isEqualTo("2 put back\n");
      assertThat(again.out()).isEqualTo("0 put back\n");
      await()
          .atMost(SETTLED)
          .untilAsserted(
              () ->
                  assertThat(live.standings().get("acme/one|2026-03"))
                      .isNotNull()
                      .extracting(Standing::getCasi)
                      .matches(casi -> casi.getConclusive() == 2));
      assertThat(dlq(live, "list").out()).endsWith("1 dead letters\n");

      // When: the one that is wrong for good is put back as well.
      assertThat(dlq(live, "replay").out()).isEqualTo("1 put back\n");

      // Then: it comes back, once, and the standings are what the topics say.
      await()
          .atMost(SETTLED)
          .untilAsserted(() -> assertThat(dlq(live, "list").out()).endsWith("1 dead letters\n"));
      Verification.Report report =
          new Verification(
                  live.bootstrapServers(),
                  new SchemaRegistry(
                      URI.create("http://127.0.0.1:" + registry.getAddress().getPort())),
                  Methods.builtIn().standard())
              .run(Duration.ofSeconds(5));
      assertThat(report.differences()).isEmpty();
      assertThat(report.standings()).isEqualTo(1);
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void aReplayWaitsForWhatIsBeingWrittenSoThatTheNextOneKnowsOfIt() throws Exception {
    try (TestBroker broker = TestBroker.start(Topics.ALL)) {
      // Given: letters, and behind them a transaction that somebody holds open.
      Map<String, Object> settings = ClientSettings.producer(broker.bootstrapServers());
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "topology");
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(letter(Topics.ATTACKS));
        producer.send(letter(Topics.ATTACKS));
        producer.send(letter("tidemark.alerts.v1"));
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(letter(Topics.ATTACKS)).get();

        // When: two replays follow each other, the transaction ends later.
        CompletableFuture<List<String>> replays =
            CompletableFuture.supplyAsync(
                () ->
                    List.of(
                        dlq(broker.bootstrapServers(), "replay").out(),
                        dlq(broker.bootstrapServers(), "replay").out()));
        TimeUnit.SECONDS.sleep(4);
        producer.commitTransaction();

        // Then: each went back once; what came from no topic of results stays.
        List<String> said = replays.get(60, TimeUnit.SECONDS);
        assertThat(said.get(0)).startsWith("3 put back\n1 can't be:");
        assertThat(said.get(1)).startsWith("0 put back\n1 can't be:");
        assertThat(dlq(broker.bootstrapServers(), "list").out()).endsWith("1 dead letters\n");
      }
    }
  }

  @Test
  void aRecordThatIsRefusedUnderTwoApplicationIdsIsPutBackOnce() throws Exception {
    try (TestBroker broker = TestBroker.start(Topics.ALL);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(ClientSettings.producer(broker.bootstrapServers()))) {
      // Given
      producer.send(letterOf(5, "tidemark-scoring-old"));
      producer.send(letterOf(6, "tidemark-scoring-old"));
      producer.send(letterOf(5, ApplicationId.PRESENT));
      producer.send(letterOf(6, ApplicationId.PRESENT)).get();

      // Then
      assertThat(dlq(broker.bootstrapServers(), "list").out()).endsWith("2 dead letters\n");
      assertThat(DeadLetterDepths.of(broker.bootstrapServers())).isEqualTo(2);

      // When
      Run replay = dlq(broker.bootstrapServers(), "replay");

      // Then
      assertThat(replay.out()).isEqualTo("2 put back\n");
      assertThat(dlq(broker.bootstrapServers(), "replay").out()).isEqualTo("0 put back\n");
      assertThat(dlq(broker.bootstrapServers(), "list").out()).isEqualTo("No dead letters.\n");
      assertThat(DeadLetterDepths.of(broker.bootstrapServers())).isZero();
      assertThat(records(broker, Topics.ATTACKS)).isEqualTo(2);
    }
  }

  @Test
  void whatWasPutBackStaysSoUnderTheNextApplicationId() throws Exception {
    try (TestBroker broker = TestBroker.start(Topics.ALL);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(ClientSettings.producer(broker.bootstrapServers()))) {
      // Given
      producer.send(letterOf(5, "tidemark-scoring-old"));
      producer.send(letterOf(6, "tidemark-scoring-old"));
      ProducerRecord<byte[], byte[]> mark = letterOf(5, "tidemark-scoring-old");
      mark.headers().add(DeadLetterHeaders.REPLAYED, "0@0".getBytes(StandardCharsets.UTF_8));
      producer.send(mark);

      // When: of the record at 5 it isn't known any more why it was refused.
      producer.send(letterOf(5, ApplicationId.PRESENT)).get();

      // Then
      assertThat(dlq(broker.bootstrapServers(), "list").out()).isEqualTo("No dead letters.\n");
      assertThat(dlq(broker.bootstrapServers(), "replay").out()).isEqualTo("0 put back\n");
      assertThat(DeadLetterDepths.of(broker.bootstrapServers())).isZero();
      assertThat(
              new Verification(broker.bootstrapServers(), null, Methods.builtIn().standard())
                  .run(Duration.ZERO)
                  .differences())
          .isEmpty();
    }
  }

  private static long records(TestBroker broker, String topic) {
    try (TopicReader reader = new TopicReader(broker.bootstrapServers(), List.of(topic))) {
      return reader.readToEnd(record -> {});
    }
  }

  /** A letter of the record at this offset. */
  private static ProducerRecord<byte[], byte[]> letterOf(long offset, String application) {
    ProducerRecord<byte[], byte[]> letter = letter(Topics.ATTACKS);
    letter
        .headers()
        .add(DeadLetterHeaders.PARTITION, "0".getBytes(StandardCharsets.UTF_8))
        .add(DeadLetterHeaders.OFFSET, Long.toString(offset).getBytes(StandardCharsets.UTF_8))
        .add(DeadLetterHeaders.APPLICATION, application.getBytes(StandardCharsets.UTF_8));
    return letter;
  }

  private static ProducerRecord<byte[], byte[]> letter(String topic) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(Topics.DEAD_LETTERS, new byte[] {1}, new byte[] {2});
    letter
        .headers()
        .add(DeadLetterHeaders.TOPIC, topic.getBytes(StandardCharsets.UTF_8))
        .add(DeadLetterHeaders.RULE, "value.format".getBytes(StandardCharsets.UTF_8));
    return letter;
  }

  private static Run dlq(LiveTopology live, String command, String... options) {
    return dlq(live.bootstrapServers(), command, options);
  }

  private static Run dlq(String bootstrapServers, String command, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "dlq";
    arguments[1] = command;
    arguments[2] = "--bootstrap-servers";
    arguments[3] = bootstrapServers;
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Run.of(arguments);
  }

  private static void send(LiveTopology live, byte[] value) {
    live.send(
        new ProducerRecord<>(
            Topics.ATTACKS, null, Samples.TIME, "key".getBytes(StandardCharsets.UTF_8), value));
  }

  /** In Confluent framing, schema id 7. */
  private static byte[] framed(AttackResult attack) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0, 0, 0, 7});
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new SpecificDatumWriter<>(AttackResult.class).write(attack, encoder);
    return out.toByteArray();
  }

  private static HttpServer registry() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Schema schema = AttackResult.getClassSchema();
    byte[] answer =
        new ObjectMapper()
            .createObjectNode()
            .put("schema", schema.toString())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/schemas/ids/7",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }
}

package dev.tidemark.poison;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.cli.Main;
import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.Alert;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Reference;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Silence;
import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.scoring.Methods;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A corpus of bad input on the whole service with a real broker, good results in between: each good
 * one counts, each bad one is refused by name, and nothing stops.
 */
@QuarkusTest
@TestProfile(PoisonTest.OwnMeters.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class PoisonTest {

  private static final Duration SETTLED = Duration.ofSeconds(90);

  /** The longest answer to one bad line: it quotes a little of it at the most. */
  private static final int LONGEST_ERROR = 1_000;

  private static final Map<String, Schema> OWN_SCHEMAS =
      Map.of(
          Topics.STANDINGS, Standing.getClassSchema(),
          Topics.ALERTS, Alert.getClassSchema(),
          Topics.DELIVERIES, Delivery.getClassSchema(),
          Topics.SILENCES, Silence.getClassSchema(),
          Topics.REFERENCES, Reference.getClassSchema());

  /** Meters outlive the applications of a test run, but for those of another profile. */
  public static final class OwnMeters implements QuarkusTestProfile {}

  @TestHTTPResource("/")
  URL url;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void open() {
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 64 << 20);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 128L << 20);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void everyBadRecordIsADeadLetterThatNamesItsRuleAndEveryGoodOneCounts() throws Exception {
    // Given
    List<PoisonValue> corpus = PoisonValue.all();
    List<Future<RecordMetadata>> sent = new ArrayList<>();

    // When
    for (int i = 0; i < corpus.size(); i++) {
      PoisonValue bad = corpus.get(i);
      sent.add(producer.send(record(bad.topic(), Samples.TIME, bad.value())));
      producer.send(record(Topics.ATTACKS, Samples.TIME, good("kafka", i)));
    }
    producer.flush();

    // Then
    awaitCount("kafka", corpus.size());
    assertVerifiedAndWell();
    Map<String, ConsumerRecord<byte[], byte[]>> letters = deadLetters();
    for (int i = 0; i < corpus.size(); i++) {
      PoisonValue bad = corpus.get(i);
      RecordMetadata of = sent.get(i).get();
      ConsumerRecord<byte[], byte[]> letter =
          letters.get("%s|%d|%d".formatted(of.topic(), of.partition(), of.offset()));
      assertThat(letter).as(bad.what()).isNotNull();
      assertThat(header(letter, "rule")).as(bad.what()).matches(bad.rule());
      assertThat(header(letter, "error"))
          .as(bad.what())
          .isNotBlank()
          .hasSizeLessThan(LONGEST_ERROR);
    }
  }

  @Test
  void timestampsAtTheEndsAreRefusedByTheBrokerOrByARule() throws Exception {
    // When
    Future<RecordMetadata> late =
        producer.send(record(Topics.ATTACKS, Long.MAX_VALUE, good("timestamps", 0)));
    producer.flush(); // a batch of its own, since the broker refuses batches
    RecordMetadata early = producer.send(record(Topics.ATTACKS, 0, good("timestamps", 1))).get();
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("timestamps", 2)));

    // Then
    assertThatThrownBy(late::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InvalidTimestampException.class);
    awaitCount("timestamps", 1);
    assertVerifiedAndWell();
    assertThat(
            header(
                deadLetters()
                    .get("%s|%d|%d".formatted(early.topic(), early.partition(), early.offset())),
                "rule"))
        .isEqualTo("occurredAt.future");
  }

  @Test
  void everyBadLineIsRejectedWithItsReasonAndEveryGoodOneCounts() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.all();

    // When
    JsonPath plain = post("application/x-ndjson", body(corpus, "http", "\n"), false);
    JsonPath carriage = post("application/x-ndjson", body(corpus, "crlf", "\r\n"), true);

    // Then
    assertRejected(corpus, plain);
    assertRejected(corpus, carriage);
    awaitCount("http", corpus.size() + 1);
    awaitCount("crlf", corpus.size() + 1);
    assertVerifiedAndWell();
  }

  @Test
  void aBadElementOfAnArrayIsRejectedAndABrokenArrayEndsThere() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.elements();
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    for (int i = 0; i < corpus.size(); i++) {
      array.writeBytes(corpus.get(i).line());
      array.writeBytes((",\r\n" + json("array", i) + ",").getBytes(StandardCharsets.UTF_8));
    }
    array.writeBytes("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));

    // When
    JsonPath answer = post("application/json", array.toByteArray(), false);

    // Then
    List<String> errors = answer.getList("rejected.error");
    assertThat(errors).hasSize(corpus.size() + 1);
    for (int i = 0; i < corpus.size(); i++) {
      assertThat(errors.get(i)).as(corpus.get(i).what()).contains(corpus.get(i).error());
    }
    assertThat(errors.get(corpus.size()))
        .contains("deeper than 100 levels")
        .endsWith("nothing after it was read");
    awaitCount("array", corpus.size());
    assertVerifiedAndWell();
  }

  @Test
  void compressionThatLiesCostsLittleAndSaysHowFarItCame() throws Exception {
    // Given
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      out.write((json("gzip", 0) + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
      out.write(("\n" + json("gzip", 1)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = gzip(json("gzip", 2).getBytes(StandardCharsets.UTF_8));

    // When
    JsonPath ofBomb = JsonPath.from(send("application/x-ndjson", bomb.toByteArray(), true).body());
    List<Integer> cut = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      var answer = send("application/x-ndjson", Arrays.copyOf(whole, length), true);
      assertThat(answer.body()).as("cut at %d", length).contains("\"status\":400");
      cut.add(answer.statusCode());
    }
    JsonPath ofWhole = JsonPath.from(send("application/x-ndjson", whole, true).body());

    // Then
    assertThat(ofBomb.getInt("accepted")).isEqualTo(2);
    assertThat(ofBomb.getString("rejected[0].error")).contains("longer than 65536 bytes");
    assertThat(cut).containsOnly(400);
    assertThat(ofWhole.getInt("accepted")).isEqualTo(1);
    awaitCount("gzip", 3);
    assertVerifiedAndWell();
  }

  @Test
  void aFileIsReadAsARequestIsOnEitherWay() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.all();
    Path plain = Files.write(folder.resolve("plain.txt"), body(corpus, "file", "\n"));
    Path zipped = Files.write(folder.resolve("zipped"), gzip(body(corpus, "zipped", "\r\n")));
    byte[] whole = gzip(body(corpus, "cut", "\n"));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 9));

    // When
    String direct =
        tidemark("publish", "--bootstrap-servers", bootstrapServers, plain + "", zipped + "");
    String served = tidemark("publish", "--url", base(), plain + "", zipped + "");
    String broken = tidemark("publish", "--bootstrap-servers", bootstrapServers, cut + "");

    // Then
    String counts = "%d accepted, %d rejected".formatted(corpus.size() + 1, corpus.size());
    for (String said : List.of(direct, served)) {
      assertThat(said).contains("plain.txt: " + counts, "zipped: " + counts);
      assertThat(said.lines()).hasSize(2 * corpus.size() + 2);
      assertThat(said.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
    }
    assertThat(broken).contains("the input broke off").doesNotContain("\tat ");
    awaitCount("file", corpus.size() + 1);
    awaitCount("zipped", corpus.size() + 1);
    assertVerifiedAndWell();
  }

  @Test
  void namesMadeToDeceiveCountUnderThemselves() throws Exception {
    // Given: no control characters, so they are names as good as any.
    List<String> names =
        List.of(
            "\u202Eeno/emca",
            "\uFEFFacme/one",
            "acme\u200B/one",
            "acme/\u043Ene",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "=cmd()",
            "\uDBFF\uDFFF");
    StringBuilder body = new StringBuilder();
    for (String name : names) {
      body.append(EventJson.toJson(Samples.attack().setModel(name).build())).append('\n');
    }

    // When
    JsonPath answer =
        post("application/x-ndjson", body.toString().getBytes(StandardCharsets.UTF_8), false);

    // Then
    assertThat(answer.getInt("accepted")).isEqualTo(names.size());
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () ->
                assertThat(
                        given()
                            .baseUri(base())
                            .get("/api/v1/standings?period=2026-03")
                            .jsonPath()
                            .getList("standings.model", String.class))
                    .containsAll(names));
    String page = given().baseUri(base()).get("/?period=2026-03").asString();
    assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>alert(1)");
  }

  @Test
  void foreignBytesInTheTopicsThatServingReadsStopNothing() throws Exception {
    // Given
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("foreign", 0)));
    awaitCount("foreign", 1);
    String before = silence();

    // When
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String topic : Topics.ALL) {
      if (!Topics.INPUTS.contains(topic)) {
        foreign(topic).forEach((key, value) -> sent.add(producer.send(keyed(topic, key, value))));
      }
    }
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("foreign", 1)));

    // Then
    awaitCount("foreign", 2);
    assertWell();
    for (String path :
        List.of("/", "/alerts", "/api/v1/alerts", "/api/v1/references", "/api/v1/history.csv")) {
      assertThat(given().baseUri(base()).get(path).statusCode()).as(path).isEqualTo(200);
    }
    String after = silence();
    assertThat(given().baseUri(base()).get("/api/v1/silences").jsonPath().getList("silences.id"))
        .contains(before, after);
    assertThat(tidemark("dlq", "list", "--bootstrap-servers", bootstrapServers))
        .contains("dead letters");
    for (String meter : List.of("standings", "alerts", "references")) {
      assertThat(metrics()).containsPattern("tidemark_" + meter + "_unreadable_total [1-9]");
    }
  }

  @Test
  void theDepthIsWhatTheListCountsAlsoAfterAReplayAndAlertsNameMetricsThatThereAre()
      throws Exception {
    // Given
    byte[] bad = EventCodec.encode(Samples.attack().setTrial(-1).build());
    producer.send(record(Topics.ATTACKS, Samples.TIME, bad));
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("depth", 0)));
    awaitCount("depth", 1);
    awaitDepth(1);

    // When: what still breaks a rule comes back.
    String replay =
        tidemark("dlq", "replay", "--rule", "trial.range", "--bootstrap-servers", bootstrapServers);

    // Then
    assertThat(replay).contains("put back");
    awaitDepth(1);
    String metrics = metrics();
    Matcher named =
        Pattern.compile("tidemark_[a-z_]+")
            .matcher(Files.readString(Path.of("deploy/alerts.yaml")));
    while (named.find()) {
      if (!named.group().equals("tidemark_alert_receiver_up")) { // one for each receiver: none here
        assertThat(metrics).contains("\n" + named.group());
      }
    }
  }

  /** As many as the list counts, of the rule one at least. */
  private void awaitDepth(int ofTrials) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              String list = tidemark("dlq", "list", "--bootstrap-servers", bootstrapServers);
              String last = list.lines().reduce((some, next) -> next).orElseThrow();
              String count = last.replaceAll("[^0-9]", "");
              assertThat(metrics())
                  .contains("\ntidemark_dead_letters " + count + ".0")
                  .containsPattern(
                      "tidemark_dead_letters_by_rule\\{rule=\"trial.range\"} " + ofTrials + "\\.0");
            });
  }

  private String metrics() {
    return given().baseUri(base()).get("/q/metrics").asString();
  }

  /** Makes a silence and gives its id. */
  private String silence() {
    return given()
        .baseUri(base())
        .contentType("application/json")
        .body(
            "{\"until\":\"%s\",\"reason\":\"test\",\"model\":\"x\"}"
                .formatted(Instant.now().plusSeconds(3_600)))
        .post("/api/v1/silences")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Keys and values as anybody might write them; one is framed right and claims two gigabytes. */
  private static Map<byte[], byte[]> foreign(String topic) {
    byte[] noise = new byte[400];
    new Random(3).nextBytes(noise);
    Map<byte[], byte[]> foreign = new HashMap<>();
    for (String key :
        List.of("", "|", "x", "x|2026-03", "x|y|z|2026-03", "a|b|c|d|e", "acme/one|9999-99")) {
      foreign.put(key.getBytes(StandardCharsets.UTF_8), noise);
    }
    foreign.put(new byte[] {(byte) 0xFF, (byte) 0xFE}, noise);
    foreign.put("tombstone".getBytes(StandardCharsets.UTF_8), null);
    foreign.put("empty".getBytes(StandardCharsets.UTF_8), new byte[0]);
    foreign.put(
        "event|2026-03".getBytes(StandardCharsets.UTF_8),
        EventCodec.encode(Samples.attack().build()));
    Schema own = OWN_SCHEMAS.get(topic);
    if (own != null) {
      ByteBuffer claim = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
      claim.put((byte) 0xC3).put((byte) 1).putLong(SchemaNormalization.parsingFingerprint64(own));
      claim.put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 15});
      foreign.put("claim|2026-03".getBytes(StandardCharsets.UTF_8), claim.array());
    }
    return foreign;
  }

  private static ProducerRecord<byte[], byte[]> keyed(String topic, byte[] key, byte[] value) {
    return new ProducerRecord<>(topic, null, Samples.TIME, key, value);
  }

  private static byte[] body(List<PoisonLine> corpus, String suite, String end) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < corpus.size(); i++) {
      body.writeBytes((json(suite, i) + end).getBytes(StandardCharsets.UTF_8));
      body.writeBytes(corpus.get(i).line());
      body.writeBytes(end.getBytes(StandardCharsets.UTF_8));
    }
    // The last one has no end of line.
    body.writeBytes(json(suite, corpus.size()).getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  private static void assertRejected(List<PoisonLine> corpus, JsonPath answer) {
    assertThat(answer.getInt("accepted")).isEqualTo(corpus.size() + 1);
    List<String> errors = answer.getList("rejected.error");
    assertThat(answer.getList("rejected.line")).hasSize(corpus.size());
    for (int i = 0; i < corpus.size(); i++) {
      PoisonLine bad = corpus.get(i);
      assertThat(answer.getInt("rejected[%d].line".formatted(i))).isEqualTo(2 * i + 2);
      assertThat(errors.get(i))
          .as(bad.what())
          .contains(bad.error())
          .hasSizeLessThan(LONGEST_ERROR)
          .doesNotContainPattern("\\p{Cntrl}");
    }
  }

  private JsonPath post(String type, byte[] body, boolean compressed) throws Exception {
    HttpResponse<String> answer = send(type, compressed ? gzip(body) : body, compressed);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.from(answer.body());
  }

  private HttpResponse<String> send(String type, byte[] body, boolean compressed) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + "/api/v1/results"))
            .timeout(SETTLED)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return http.send(
        (compressed ? request.header("Content-Encoding", "gzip") : request).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String tidemark(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    Main.commandLine().setOut(out).setErr(out).execute(arguments);
    return said.toString();
  }

  private void awaitCount(String suite, int count) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () ->
                assertThat(
                        given()
                            .baseUri(base())
                            .get("/api/v1/models/acme/one?period=2026-03")
                            .jsonPath()
                            .getMap(
                                "breakdown.casi.suite.find { it.name == '%s' }".formatted(suite)))
                    .isNotNull()
                    .containsEntry("breached", count));
  }

  /** The recompute agrees, the topology runs, the service is ready. */
  private void assertVerifiedAndWell() throws InterruptedException {
    assertThat(
            new Verification(bootstrapServers, null, Methods.builtIn().standard())
                .run(SETTLED)
                .differences())
        .isEmpty();
    assertWell();
  }

  private void assertWell() {
    assertThat(given().baseUri(base()).get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(given().baseUri(base()).get("/api/v1/topology").jsonPath().getString("state"))
        .isEqualTo("RUNNING");
  }

  private Map<String, ConsumerRecord<byte[], byte[]>> deadLetters() {
    Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS))) {
      reader.readToEnd(
          letter -> {
            String source =
                String.join(
                    "|",
                    header(letter, "topic"),
                    header(letter, "partition"),
                    header(letter, "offset"));
            assertThat(letters.put(source, letter)).as(source).isNull();
          });
    }
    return letters;
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    var header = letter.headers().lastHeader("tidemark.dlq." + name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, long timestamp, byte[] value) {
    return new ProducerRecord<>(topic, null, timestamp, new byte[] {1}, value);
  }

  private static byte[] good(String suite, int i) {
    return EventCodec.encode(Samples.attack().setSuite(suite).setCaseId("case-" + i).build());
  }

  private static String json(String suite, int i) {
    return EventJson.toJson(Samples.attack().setSuite(suite).setCaseId("case-" + i).build());
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private String base() {
    return url.toString().replaceAll("/$", "");
  }
}

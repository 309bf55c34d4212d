package dev.tidemark.poison;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.cli.Main;
import dev.tidemark.cli.verify.TopicReader;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.scoring.Methods;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The running service with what it takes to send it bad input and to see what became of it. */
abstract class PoisonedService {

  static final Duration SETTLED = Duration.ofSeconds(90);

  /** The longest answer to one bad line: it quotes a little of it at the most. */
  static final int LONGEST_ERROR = 1_000;

  @TestHTTPResource("/")
  URL url;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  KafkaProducer<byte[], byte[]> producer;

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

  Response get(String path) {
    return given().baseUri(base()).get(path);
  }

  String metrics() {
    return get("/q/metrics").asString();
  }

  /** Makes a silence and gives its id. */
  String silence() {
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

  static ProducerRecord<byte[], byte[]> keyed(String topic, byte[] key, byte[] value) {
    return new ProducerRecord<>(topic, null, Samples.TIME, key, value);
  }

  JsonPath post(String type, byte[] body, boolean compressed) throws Exception {
    HttpResponse<String> answer = send(type, compressed ? gzip(body) : body, compressed);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.from(answer.body());
  }

  HttpResponse<String> send(String type, byte[] body, boolean compressed) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + "/api/v1/results"))
            .timeout(SETTLED)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return http.send(
        (compressed ? request.header("Content-Encoding", "gzip") : request).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  String tidemark(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    Main.commandLine().setOut(out).setErr(out).execute(arguments);
    return said.toString();
  }

  void awaitCount(String suite, int count) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () ->
                assertThat(
                        get("/api/v1/models/acme/one?period=2026-03")
                            .jsonPath()
                            .getMap(
                                "breakdown.casi.suite.find { it.name == '%s' }".formatted(suite)))
                    .isNotNull()
                    .containsEntry("breached", count));
  }

  /** The recompute agrees, the topology runs, the service is ready. */
  void assertVerifiedAndWell() throws InterruptedException {
    assertThat(
            new Verification(bootstrapServers, null, Methods.builtIn().standard())
                .run(SETTLED)
                .differences())
        .isEmpty();
    assertWell();
  }

  void assertWell() {
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/topology").jsonPath().getString("state")).isEqualTo("RUNNING");
  }

  Map<String, ConsumerRecord<byte[], byte[]>> deadLetters() {
    Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
    try (TopicReader reader = new TopicReader(bootstrapServers, List.of(Topics.DEAD_LETTERS))) {
      reader.readToEnd(
          letter -> {
            if (!header(letter, "replayed").isEmpty()) {
              return; // it marks another one as put back
            }
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

  static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    var header = letter.headers().lastHeader("tidemark.dlq." + name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  static ProducerRecord<byte[], byte[]> record(String topic, long timestamp, byte[] value) {
    return new ProducerRecord<>(topic, null, timestamp, new byte[] {1}, value);
  }

  static byte[] good(String suite, int i) {
    return EventCodec.encode(Samples.attack().setSuite(suite).setCaseId("case-" + i).build());
  }

  static String json(String suite, int i) {
    return EventJson.toJson(Samples.attack().setSuite(suite).setCaseId("case-" + i).build());
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  String base() {
    return url.toString().replaceAll("/$", "");
  }

  static byte[] body(List<PoisonLine> corpus, String suite, String end) {
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

  static void assertRejected(List<PoisonLine> corpus, JsonPath answer) {
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
}

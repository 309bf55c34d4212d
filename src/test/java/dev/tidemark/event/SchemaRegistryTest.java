package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private SchemaRegistry registry;
  private EventDecoder decoder;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7/");
    registry = new SchemaRegistry(url, REQUEST_TIMEOUT, Duration.ofMillis(600));
    decoder = new EventDecoder(registry);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsEveryTypeInTheConfluentFramingWithOneCallForEachId() throws Exception {
    int id = 41;
    for (SpecificRecord event : Samples.oneOfEach()) {
      // Given
      answers.clear();
      answers.add(schema(event.getSchema()));
      byte[] value = confluent(++id, specific(event));

      // When
      SpecificRecord read = decoder.decode(EventKeys.topic(event), value);
      SpecificRecord again = new EventDecoder(registry).decode(EventKeys.topic(event), value);

      // Then
      assertThat(read).isEqualTo(event);
      assertThat(again).isEqualTo(event);
      assertThat(new ContentHasher().hash(read))
          .isEqualTo(
              new ContentHasher()
                  .hash(decoder.decode(EventKeys.topic(event), EventCodec.encode(event))));
    }
    assertThat(asked).hasSize(5).first().isEqualTo("/apis/ccompat/v7/schemas/ids/42");
  }

  @Test
  void resolvesAWriterSchemaWithFieldsOfItsOwnAndInItsOwnOrder() throws Exception {
    // Given
    Schema written =
        SchemaBuilder.record("Model")
            .namespace("dev.tidemark.event")
            .fields()
            .name("later")
            .type()
            .map()
            .values()
            .array()
            .items()
            .longType()
            .noDefault()
            .requiredInt("inputUsdPerMTok")
            .requiredString("model")
            .endRecord();
    answers.add(schema(written));
    GenericRecord record = new GenericData.Record(written);
    record.put("later", java.util.Map.of("a", List.of(1L, 2L)));
    record.put("inputUsdPerMTok", 3);
    record.put("model", "acme");

    // When
    SpecificRecord read = decoder.decode(Topics.MODELS, confluent(1, generic(record)));

    // Then
    assertThat(read).isEqualTo(Model.newBuilder().setModel("acme").setInputUsdPerMTok(3.0).build());
  }

  @Test
  void refusesASchemaThatCannotBecomeToday() throws Exception {
    Schema written =
        SchemaBuilder.record("Model")
            .namespace("dev.tidemark.event")
            .fields()
            .requiredInt("model")
            .endRecord();
    GenericRecord record = new GenericData.Record(written);
    record.put("model", 3);
    answers.add(schema(written));

    assertRule("value.schema", Topics.MODELS, confluent(1, generic(record)));
    assertRule("value.type", Topics.RETRACTIONS, confluent(1, generic(record)));
  }

  @Test
  void anItemCountThatCostsNoBytesDoesNotSpin() throws Exception {
    Schema written =
        SchemaBuilder.record("Model")
            .namespace("dev.tidemark.event")
            .fields()
            .name("later")
            .type()
            .array()
            .items()
            .nullType()
            .noDefault()
            .requiredString("model")
            .endRecord();
    answers.add(schema(written));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(body, null);
    out.writeLong(Long.MAX_VALUE);
    out.flush();

    assertRule("value.truncated", Topics.MODELS, confluent(1, body.toByteArray()));
  }

  @Test
  void anUnknownIdIsTheRecordsFaultAndAskedForOnce() {
    answers.add(new Answer(404, "{\"error_code\":40403}"));

    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 9, 0});
    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 9, 0});
    assertThat(asked).hasSize(1);
  }

  @Test
  void aSchemaOfAnotherKindIsAskedForOnce() {
    answers.add(new Answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"));

    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 9, 0});
    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 9, 0});
    assertThat(asked).hasSize(1);
  }

  @Test
  void anAnswerThatBreaksOffAfterItsHeadersIsWaitedForNoLonger() throws Exception {
    try (ServerSocket stalling = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server =
          new Thread(
              () -> {
                while (true) {
                  try {
                    stalling
                        .accept() // stays open
                        .getOutputStream()
                        .write(
                            "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"
                                .getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      server.setDaemon(true);
      server.start();
      EventDecoder waiting =
          new EventDecoder(
              new SchemaRegistry(
                  URI.create("http://127.0.0.1:" + stalling.getLocalPort()),
                  Duration.ofMillis(300),
                  Duration.ofMillis(600)));

      long start = System.nanoTime();
      assertThatThrownBy(() -> waiting.decode(Topics.MODELS, new byte[] {0, 0, 0, 0, 9, 0}))
          .isInstanceOf(SchemaRegistryUnavailableException.class)
          .hasMessageContaining("no whole answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void refusesWhatIsNoAvroSchema() {
    answers.add(new Answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}"));
    answers.add(new Answer(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"));
    answers.add(new Answer(200, "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"x\"}]}"));
    answers.add(new Answer(200, "{\"schema\":\"\\\"int\\\"\"}"));

    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 1, 0});
    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 2, 0});
    assertRule("value.schema-id", Topics.MODELS, new byte[] {0, 0, 0, 0, 3, 0});
    assertRule("value.type", Topics.MODELS, new byte[] {0, 0, 0, 0, 4, 0});
  }

  @Test
  void aShortOutageIsWaitedOut() throws Exception {
    // Given
    Model event = Samples.model().build();
    answers.add(new Answer(503, ""));
    answers.add(new Answer(200, "<html>starting</html>"));
    answers.add(schema(event.getSchema()));

    // When
    SpecificRecord read = decoder.decode(Topics.MODELS, confluent(1, specific(event)));

    // Then
    assertThat(read).isEqualTo(event);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aLongOutageIsNobodysFault() throws Exception {
    answers.add(new Answer(500, ""));
    byte[] value = confluent(1, specific(Samples.model().build()));

    assertThatThrownBy(() -> decoder.decode(Topics.MODELS, value))
        .isInstanceOf(SchemaRegistryUnavailableException.class)
        .hasMessageContaining("status 500");
    assertThat(asked).hasSizeBetween(2, 6);
  }

  @Test
  void aRegistryThatIsNotThereIsUnavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    SchemaRegistry gone =
        new SchemaRegistry(
            URI.create("http://127.0.0.1:" + port), REQUEST_TIMEOUT, Duration.ofMillis(200));

    assertThatThrownBy(() -> gone.schema(1)).isInstanceOf(SchemaRegistryUnavailableException.class);
  }

  private void assertRule(String rule, String topic, byte[] value) {
    assertThatThrownBy(() -> decoder.decode(topic, value))
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e -> assertThat(e.violations()).extracting(Violation::rule).containsExactly(rule));
  }

  private static Answer schema(Schema schema) {
    String text = schema.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return new Answer(200, "{\"schema\":\"" + text + "\"}");
  }

  private static byte[] confluent(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  private static byte[] specific(SpecificRecord event) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(body, null);
    new SpecificDatumWriter<SpecificRecord>(event.getSchema()).write(event, out);
    out.flush();
    return body.toByteArray();
  }

  private static byte[] generic(GenericRecord record) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(body, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, out);
    out.flush();
    return body.toByteArray();
  }
}

package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A writer schema that holds itself, so that a value may be nested as deep as it is long. */
class RecursiveSchemaTest {

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Model", "namespace": "dev.tidemark.event", "fields": [
        {"name": "later", "type": {"type": "record", "name": "Node", "fields": [
          {"name": "next", "type": ["null", "Node"]}]}},
        {"name": "model", "type": "string"}]}
      """;

  private HttpServer registry;
  private EventDecoder decoder;

  @BeforeEach
  void start() throws Exception {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        new ObjectMapper()
            .createObjectNode()
            .put("schema", SCHEMA)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    registry.createContext(
        "/schemas/ids/1",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
    URI url = URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
    decoder = new EventDecoder(new SchemaRegistry(url));
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void aValueNestedDeeperThanTheStackIsTheRecordsFaultAndTheNextIsRead() throws Exception {
    // Given: in a field that today's schema doesn't have.
    byte[] shallow = value(100);
    byte[] deep = value(100_000);

    // When
    assertThatThrownBy(() -> decoder.decode(Topics.MODELS, deep))

        // Then
        .isInstanceOfSatisfying(
            InvalidEventException.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::rule)
                    .containsExactly("value.malformed"));
    assertThat(decoder.decode(Topics.MODELS, shallow))
        .isEqualTo(Model.newBuilder().setModel("acme").build());
  }

  /** In Confluent framing, schema id 1. */
  private static byte[] value(int depth) throws Exception {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(new byte[] {0, 0, 0, 0, 1});
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(value, null);
    for (int level = 0; level < depth; level++) {
      out.writeIndex(1);
    }
    out.writeIndex(0);
    out.writeString("acme");
    out.flush();
    return value.toByteArray();
  }
}

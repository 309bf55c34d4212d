package dev.tidemark.event;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads event values in either framing, told apart by their first byte: Avro's single-object
 * encoding ({@code C3 01} and the schema's fingerprint) or the Confluent one ({@code 00} and a
 * 4-byte schema id). Keeps readers and buffers between records, so each thread needs its own.
 */
public final class EventDecoder {

  private static final int CONFLUENT_HEADER = 5;
  private static final byte CONFLUENT_MARK = 0;

  private static final Map<Long, EventType> TYPE_BY_FINGERPRINT =
      Arrays.stream(EventType.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  type -> SchemaNormalization.parsingFingerprint64(type.schema()), type -> type));

  private record Written(EventType type, Schema schema) {}

  private final SchemaRegistry registry;
  private final Map<Long, Schema> released;
  private final SpecificData data = new SpecificData(EventDecoder.class.getClassLoader());
  private final ValueDecoder input = new ValueDecoder();
  private final Map<Written, DatumReader<SpecificRecord>> readers = new HashMap<>();
  private final DatumReader<SpecificRecord>[] ownReaders = ownReaders();

  /**
   * @param registryOrNull where the schemas of Confluent-framed values are found; without one such
   *     values are refused
   */
  public EventDecoder(SchemaRegistry registryOrNull) {
    this(registryOrNull, ReleasedSchemas.BY_FINGERPRINT);
  }

  EventDecoder(SchemaRegistry registryOrNull, Map<Long, Schema> released) {
    this.registry = registryOrNull;
    this.released = released;
  }

  /**
   * The event that a record of this topic holds. Its rules are not checked yet, see {@link Rules}.
   *
   * @throws InvalidEventException if the bytes are no event of the topic's type
   * @throws SchemaRegistryUnavailableException if the value may well be valid, but the registry
   *     that knows its schema does not answer
   */
  public SpecificRecord decode(String topic, byte[] value) throws InvalidEventException {
    EventType type = EventType.ofTopic(topic);
    if (type == null) {
      throw new InvalidEventException("value.type", "topic " + topic + " carries no events");
    }
    if (value == null || value.length == 0) {
      throw new InvalidEventException("value.empty", "the record has no value");
    }
    return switch (value[0]) {
      case SingleObject.MARK -> singleObject(type, value);
      case CONFLUENT_MARK -> confluent(type, value);
      default ->
          throw new InvalidEventException(
              "value.framing",
              "the value starts with byte %02X: C3 01 (Avro single-object encoding) or 00 (schema"
                      .formatted(value[0])
                  + " registry) is expected");
    };
  }

  private SpecificRecord singleObject(EventType type, byte[] value) throws InvalidEventException {
    if (value.length < SingleObject.HEADER) {
      throw truncated();
    }
    if (value[1] != SingleObject.VERSION) {
      throw new InvalidEventException(
          "value.framing", "the value starts with C3 but not with C3 01");
    }
    long fingerprint = SingleObject.fingerprint(value);
    EventType today = TYPE_BY_FINGERPRINT.get(fingerprint);
    if (today == type) {
      return read(ownReaders[type.ordinal()], value, SingleObject.HEADER);
    }
    Schema written = today == null ? released.get(fingerprint) : today.schema();
    if (written == null) {
      throw new InvalidEventException(
          "value.schema",
          "no event schema has the fingerprint %016x: write with a schema of schemas/"
              .formatted(fingerprint));
    }
    if (!written.getFullName().equals(type.schema().getFullName())) {
      throw wrongType(type, written.getName());
    }
    return read(reader(new Written(type, written)), value, SingleObject.HEADER);
  }

  private SpecificRecord confluent(EventType type, byte[] value) throws InvalidEventException {
    if (value.length < CONFLUENT_HEADER) {
      throw truncated();
    }
    if (registry == null) {
      throw new InvalidEventException(
          "value.no-registry",
          "the value names a schema of a registry, but tidemark.schema-registry.url is not set");
    }
    int id =
        (value[1] & 0xff) << 24
            | (value[2] & 0xff) << 16
            | (value[3] & 0xff) << 8
            | value[4] & 0xff;
    Schema written = registry.schema(id);
    if (written.getType() != Schema.Type.RECORD
        || !written.getName().equals(type.schema().getName())) {
      throw wrongType(type, Quoted.of(written.getFullName()));
    }
    return read(reader(new Written(type, written)), value, CONFLUENT_HEADER);
  }

  private DatumReader<SpecificRecord> reader(Written written) {
    return readers.computeIfAbsent(
        written, any -> new SpecificDatumReader<>(any.schema(), any.type().schema(), data));
  }

  private SpecificRecord read(DatumReader<SpecificRecord> reader, byte[] value, int offset)
      throws InvalidEventException {
    SpecificRecord event;
    try {
      input.reset(value, offset);
      event = reader.read(null, input);
    } catch (EOFException e) {
      throw truncated();
    } catch (CharacterCodingException e) {
      throw new InvalidEventException("value.utf8", "a text in the value is not valid UTF-8");
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidEventException(
          "value.index", "an enum or union index in the value is out of range");
    } catch (AvroTypeException e) {
      throw new InvalidEventException(
          "value.schema",
          "the value's schema cannot be read as today's: "
              + Quoted.of(String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) { // Avro promises no list of what it throws
      throw malformed();
    } catch (StackOverflowError e) { // a recursive writer schema, nested as deep as the value likes
      throw malformed();
    }
    if (input.remaining() > 0) {
      throw new InvalidEventException(
          "value.trailing", input.remaining() + " bytes follow the end of the record");
    }
    return event;
  }

  private static InvalidEventException truncated() {
    return new InvalidEventException(
        "value.truncated", "the value ends before the record does, or claims a length beyond it");
  }

  private static InvalidEventException malformed() {
    return new InvalidEventException(
        "value.malformed", "the value is no Avro encoding of a record");
  }

  private static InvalidEventException wrongType(EventType expected, String written) {
    return new InvalidEventException(
        "value.type",
        "topic %s carries %s, this value is %s"
            .formatted(expected.topic(), expected.schema().getName(), written));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of a generic type have no other way
  private DatumReader<SpecificRecord>[] ownReaders() {
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    return Arrays.stream(EventType.values())
        .map(type -> new SpecificDatumReader<>(type.schema(), type.schema(), data))
        .toArray(DatumReader[]::new);
  }
}

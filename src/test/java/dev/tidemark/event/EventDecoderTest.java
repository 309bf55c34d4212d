package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventDecoderTest {

  private final EventDecoder decoder = new EventDecoder(null);

  static Stream<SpecificRecord> events() {
    return Samples.oneOfEach().stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatTheCodecWrites(SpecificRecord event) throws Exception {
    // Given
    byte[] value = EventCodec.encode(event);

    // When
    SpecificRecord read = decoder.decode(EventKeys.topic(event), value);

    // Then
    assertThat(read).isEqualTo(event);
    assertThat(value).startsWith(0xC3, 0x01);
  }

  @Test
  void givesWhatAnEarlierReleaseDidNotKnowItsDefault() throws Exception {
    // Given
    Schema earlier = without(EventType.ATTACK.schema(), "evidenceUri");
    Map<Long, Schema> released = Map.of(SchemaNormalization.parsingFingerprint64(earlier), earlier);
    AttackResult attack = Samples.attack().setEvidenceUri("https://evidence.example/1").build();
    byte[] value = write(attack, earlier);

    // When
    SpecificRecord read = new EventDecoder(null, released).decode(Topics.ATTACKS, value);

    // Then
    assertThat(read).isEqualTo(AttackResult.newBuilder(attack).setEvidenceUri(null).build());
    assertThat(ruleOf(Topics.ATTACKS, value)).isEqualTo("value.schema");
  }

  @Test
  void whatTidemarkItselfWroteStaysReadableToo() throws Exception {
    // Given
    Schema earlier = without(Silence.getClassSchema(), "by");
    Map<Long, Schema> released = Map.of(SchemaNormalization.parsingFingerprint64(earlier), earlier);
    Silence silence =
        Silence.newBuilder()
            .setId("1")
            .setModel("acme/*")
            .setCreatedAt(Instant.EPOCH)
            .setUntil(Instant.EPOCH.plusSeconds(60))
            .setReason("judge-7 is broken")
            .setBy("ana")
            .build();
    byte[] value = write(silence, earlier);

    // When
    Silence read = StoredRecord.read(Silence.class, value, released);

    // Then
    assertThat(read).isEqualTo(Silence.newBuilder(silence).setBy(null).build());
    assertThat(catchThrowable(() -> StoredRecord.read(Alert.class, value, released)))
        .isInstanceOf(IOException.class)
        .hasMessage("the value is no Alert");
  }

  private static Schema without(Schema today, String field) {
    return Schema.createRecord(
        today.getName(),
        today.getDoc(),
        today.getNamespace(),
        false,
        today.getFields().stream()
            .filter(any -> !any.name().equals(field))
            .map(any -> new Schema.Field(any, any.schema()))
            .toList());
  }

  /** The event as a writer with this schema would have written it. */
  private static byte[] write(SpecificRecord event, Schema schema) throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(plain, null);
    new SpecificDatumWriter<SpecificRecord>(event.getSchema()).write(event, encoder);
    GenericRecord fields =
        new GenericDatumReader<GenericRecord>(event.getSchema(), schema)
            .read(null, DecoderFactory.get().binaryDecoder(plain.toByteArray(), null));
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
        .encode(fields)
        .array();
  }

  @Test
  void refusesWhatIsNoValue() {
    assertThat(ruleOf(Topics.ATTACKS, null)).isEqualTo("value.empty");
    assertThat(ruleOf(Topics.ATTACKS, new byte[0])).isEqualTo("value.empty");
    assertThat(ruleOf(Topics.ATTACKS, new byte[] {'{'})).isEqualTo("value.framing");
    assertThat(ruleOf(Topics.ATTACKS, bytes(0xC3, 2, 0, 0, 0, 0, 0, 0, 0, 0)))
        .isEqualTo("value.framing");
    assertThat(ruleOf(Topics.ATTACKS, bytes(0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8)))
        .isEqualTo("value.schema");
    assertThat(ruleOf(Topics.ATTACKS, bytes(0xC3, 1, 1))).isEqualTo("value.truncated");
    assertThat(ruleOf(Topics.ATTACKS, bytes(0, 0, 0))).isEqualTo("value.truncated");
    assertThat(ruleOf(Topics.ATTACKS, bytes(0, 0, 0, 0, 1))).isEqualTo("value.no-registry");
    assertThat(ruleOf("elsewhere", bytes(0))).isEqualTo("value.type");
  }

  @Test
  void refusesAnEventOfAnotherTopic() {
    byte[] model = EventCodec.encode(Samples.model().build());

    assertThat(ruleOf(Topics.RETRACTIONS, model)).isEqualTo("value.type");
  }

  @ParameterizedTest
  @MethodSource("events")
  void refusesEveryTruncationAndTrailingBytes(SpecificRecord event) {
    String topic = EventKeys.topic(event);
    byte[] value = EventCodec.encode(event);
    for (int length = 1; length < value.length; length++) {
      assertThat(ruleOf(topic, Arrays.copyOf(value, length))).isEqualTo("value.truncated");
    }
    assertThat(ruleOf(topic, Arrays.copyOf(value, value.length + 1))).isEqualTo("value.trailing");
  }

  @Test
  void aClaimedLengthOfTwoGigabytesCostsNothing() throws Exception {
    // Given
    byte[] text = modelValue(out -> out.writeLong(Integer.MAX_VALUE));
    byte[] negative = modelValue(out -> out.writeLong(-1));
    byte[] items =
        modelValue(
            out -> {
              out.writeString("acme");
              out.writeIndex(0);
              out.writeIndex(0);
              out.writeLong(Integer.MAX_VALUE);
            });
    byte[] smallestLong =
        modelValue(
            out -> {
              out.writeString("acme");
              out.writeIndex(0);
              out.writeIndex(0);
              out.writeLong(Long.MIN_VALUE);
              out.writeLong(1);
            });

    // When
    long before = allocated();
    String[] rules =
        Stream.of(text, negative, items, smallestLong)
            .map(value -> ruleOf(Topics.MODELS, value))
            .toArray(String[]::new);
    long after = allocated();

    // Then
    assertThat(rules).containsOnly("value.truncated");
    assertThat(after - before).isLessThan(1_000_000);
  }

  @Test
  void refusesIndexesOutOfRangeAndBrokenText() throws Exception {
    assertThat(
            ruleOf(
                Topics.MODELS,
                modelValue(
                    out -> {
                      out.writeString("acme");
                      out.writeIndex(7);
                    })))
        .isEqualTo("value.index");
    assertThat(ruleOf(Topics.MODELS, modelValue(out -> out.writeBytes(bytes(0xC3, 0x28)))))
        .isEqualTo("value.utf8");
    assertThat(
            ruleOf(
                Topics.MODELS,
                modelValue(
                    out -> {
                      out.writeString("acme");
                      out.writeLong(1L << 33);
                    })))
        .isEqualTo("value.malformed");
    byte[] attack = EventCodec.encode(Samples.attack().build());
    attack[attack.length - 1] = 6; // outcome, the last field: index 3 of 3 symbols
    assertThat(ruleOf(Topics.ATTACKS, attack)).isEqualTo("value.index");
    attack[attack.length - 1] = 1; // index -1
    assertThat(ruleOf(Topics.ATTACKS, attack)).isEqualTo("value.index");
  }

  @Test
  void aReplacementCharacterThatWasWrittenAsOneIsText() throws Exception {
    // Given
    Model model = Samples.model().setDisplayName("a\uFFFDb").build();

    // When
    SpecificRecord read = decoder.decode(Topics.MODELS, EventCodec.encode(model));

    // Then
    assertThat(read).isEqualTo(model);
  }

  @Test
  void whateverTheBytesOnlyAnInvalidEventComesOut() {
    Random random = new Random(20260315);
    Set<String> rules = new TreeSet<>();
    for (SpecificRecord event : Samples.oneOfEach()) {
      byte[] value = EventCodec.encode(event);
      for (int i = 0; i < 20_000; i++) {
        byte[] broken = value.clone();
        for (int flips = random.nextInt(3); flips >= 0; flips--) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt();
        }
        Throwable thrown = catchThrowable(() -> decoder.decode(EventKeys.topic(event), broken));
        assertThat(thrown)
            .satisfiesAnyOf(
                t -> assertThat(t).isNull(),
                t -> assertThat(t).isInstanceOf(InvalidEventException.class));
        if (thrown instanceof InvalidEventException e) {
          rules.add(e.violations().get(0).rule());
        }
      }
    }
    assertThat(rules)
        .contains(
            "value.truncated", "value.trailing", "value.schema", "value.index", "value.framing");
  }

  private String ruleOf(String topic, byte[] value) {
    Throwable thrown = catchThrowable(() -> decoder.decode(topic, value));
    assertThat(thrown).isInstanceOf(InvalidEventException.class);
    return ((InvalidEventException) thrown)
        .violations().stream().map(Violation::rule).collect(Collectors.joining(","));
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private interface Fields {
    void write(BinaryEncoder out) throws java.io.IOException;
  }

  private static byte[] modelValue(Fields fields) throws Exception {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(bytes(0xC3, 1));
    value.writeBytes(SchemaNormalization.parsingFingerprint("CRC-64-AVRO", Model.getClassSchema()));
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(value, null);
    fields.write(out);
    out.flush();
    return value.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

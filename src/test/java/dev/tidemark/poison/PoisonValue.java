package dev.tidemark.poison;

import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * Bytes that no careful producer writes, and the rule that their dead letter names.
 *
 * @param rule a regular expression
 */
record PoisonValue(String what, String topic, byte[] value, String rule) {

  private static final int HEADER = 10;
  private static final String MARK = "@@@@@@@@";

  @Override
  public String toString() {
    return what;
  }

  static List<PoisonValue> all() {
    List<PoisonValue> all = new ArrayList<>();
    framings(all);
    for (SpecificRecord event : Samples.oneOfEach()) {
      truncations(all, event);
      claims(all, event);
    }
    texts(all);
    times(all);
    names(all);
    return all;
  }

  private static void framings(List<PoisonValue> all) {
    byte[] attack = EventCodec.encode(Samples.attack().build());
    for (int first = 0; first < 256; first++) {
      byte[] value = attack.clone();
      value[0] = (byte) first;
      String rule =
          switch (first) {
            case 0 -> "value.no-registry";
            default -> "value.framing";
          };
      if (first != 0xC3) {
        all.add(new PoisonValue("first byte " + first, Topics.ATTACKS, value, rule));
      }
    }
    for (int length = 1; length < 5; length++) {
      all.add(
          new PoisonValue(
              "registry framing of " + length,
              Topics.ATTACKS,
              new byte[length],
              "value.truncated"));
    }
    for (int at = 2; at < HEADER; at++) {
      byte[] value = attack.clone();
      value[at] ^= 1;
      all.add(new PoisonValue("fingerprint byte " + at, Topics.ATTACKS, value, "value.schema"));
    }
    for (SpecificRecord event : Samples.oneOfEach()) {
      for (String topic : Topics.INPUTS) {
        if (!topic.equals(EventKeys.topic(event))) {
          byte[] value = EventCodec.encode(event);
          all.add(new PoisonValue("another's event in " + topic, topic, value, "value.type"));
        }
      }
    }
  }

  private static void truncations(List<PoisonValue> all, SpecificRecord event) {
    byte[] value = EventCodec.encode(event);
    String topic = EventKeys.topic(event);
    for (int length = 0; length < value.length; length++) {
      all.add(
          new PoisonValue(
              "%s cut at %d".formatted(topic, length),
              topic,
              Arrays.copyOf(value, length),
              "value\\.(empty|truncated)"));
    }
    all.add(
        new PoisonValue(
            topic + " with a byte too many",
            topic,
            Arrays.copyOf(value, value.length + 1),
            "value.trailing"));
    byte[] noise = Arrays.copyOf(value, 300);
    byte[] random = new byte[300 - HEADER];
    new Random(7).nextBytes(random);
    System.arraycopy(random, 0, noise, HEADER, random.length);
    all.add(new PoisonValue(topic + " of noise", topic, noise, "value\\..*"));
  }

  /** The first field of every event is a text: here it claims a length that isn't there. */
  private static void claims(List<PoisonValue> all, SpecificRecord event) {
    byte[] header = Arrays.copyOf(EventCodec.encode(event), HEADER);
    for (long length :
        new long[] {-1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1 << 20}) {
      all.add(
          new PoisonValue(
              "a claim of " + length,
              EventKeys.topic(event),
              joined(header, encoded(length)),
              "value.truncated"));
    }
    byte[] endless = new byte[30];
    Arrays.fill(endless, (byte) 0xFF);
    all.add(
        new PoisonValue(
            "a number without end",
            EventKeys.topic(event),
            joined(header, endless),
            "value.malformed"));
  }

  private static void texts(List<PoisonValue> all) {
    // Eight bytes each, the length of the mark that they replace.
    text(all, "an overlong slash", "value.utf8", 0xC0, 0xAF, 'x', 'x', 'x', 'x', 'x', 'x');
    text(all, "an overlong NUL", "value.utf8", 0xC0, 0x80, 'x', 'x', 'x', 'x', 'x', 'x');
    text(all, "half a surrogate pair", "value.utf8", 0xED, 0xA0, 0x80, 'x', 'x', 'x', 'x', 'x');
    text(all, "a pair as CESU-8", "value.utf8", 0xED, 0xA0, 0xBD, 0xED, 0xB0, 0x80, 'x', 'x');
    text(all, "beyond U+10FFFF", "value.utf8", 0xF4, 0x90, 0x80, 0x80, 'x', 'x', 'x', 'x');
    text(all, "a continuation alone", "value.utf8", 0x80, 'x', 'x', 'x', 'x', 'x', 'x', 'x');
    text(all, "a sequence cut off", "value.utf8", 'x', 'x', 'x', 'x', 'x', 'x', 'x', 0xE2);
    text(all, "UTF-16", "value.utf8", 0xFF, 0xFE, 'a', 0, 'c', 0, 'm', 0);
    text(all, "NUL", "model.characters", 'a', 0, 'x', 'x', 'x', 'x', 'x', 'x');
    text(all, "escape", "model.characters", 0x1B, '[', '3', '1', 'm', 'x', 'x', 'x');
    text(all, "a line separator", "model.characters", 0xE2, 0x80, 0xA8, 'x', 'x', 'x', 'x', 'x');
    text(all, "a C1 control", "model.characters", 0xC2, 0x85, 'x', 'x', 'x', 'x', 'x', 'x');
  }

  private static void text(List<PoisonValue> all, String what, String rule, int... bytes) {
    byte[] value = EventCodec.encode(Samples.attack().setModel(MARK).build());
    int at = new String(value, StandardCharsets.ISO_8859_1).indexOf(MARK);
    for (int i = 0; i < bytes.length; i++) {
      value[at + i] = (byte) bytes[i];
    }
    all.add(new PoisonValue(what, Topics.ATTACKS, value, rule));
  }

  private static void times(List<PoisonValue> all) {
    for (long millis : new long[] {Long.MIN_VALUE, -1, 253_402_300_800_000L, Long.MAX_VALUE}) {
      byte[] value =
          EventCodec.encode(Samples.attack().setOccurredAt(Instant.ofEpochMilli(millis)).build());
      all.add(new PoisonValue("occurredAt " + millis, Topics.ATTACKS, value, "occurredAt.range"));
    }
  }

  private static void names(List<PoisonValue> all) {
    for (int length : new int[] {201, 100_000, 10_000_000}) {
      byte[] value = EventCodec.encode(Samples.attack().setModel("m".repeat(length)).build());
      all.add(new PoisonValue("a model name of " + length, Topics.ATTACKS, value, "model.length"));
    }
  }

  private static byte[] encoded(long number) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      encoder.writeLong(number);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[] some, byte[] more) {
    byte[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}

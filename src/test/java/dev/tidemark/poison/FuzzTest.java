package dev.tidemark.poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

/**
 * Valid inputs, broken at random, against everything that reads foreign bytes. The seed is printed;
 * {@code -Dtidemark.fuzz.seed} replays it, {@code -Dtidemark.fuzz.seconds} goes on for longer.
 * Coverage guides the same targets under Jazzer, see CONTRIBUTING.md.
 */
class FuzzTest {

  private static final long SECONDS = Long.getLong("tidemark.fuzz.seconds", 5);
  private static final long SEED = Long.getLong("tidemark.fuzz.seed", System.nanoTime());
  private static final int LONGEST = 100_000;

  private static final List<byte[]> DICTIONARY =
      List.of(
          bytes(0xC3, 0x01),
          bytes(0xFE, 0xFF, 0xFF, 0xFF, 0x0F),
          bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01),
          bytes(0x80, 0x80, 0x80, 0x80, 0x80),
          bytes(0xC0, 0x80),
          bytes(0xED, 0xA0, 0x80),
          bytes(0xEF, 0xBB, 0xBF),
          text("\\ud800"),
          text("\\u0000"),
          text("1e999"),
          text("-9223372036854775808"),
          text("99999999999999999999"),
          text("[[[[[[[["),
          text("]]"),
          text("{\"a\":"),
          text("null"),
          text("\"type\":\"retract\""),
          text(",\n"),
          text("\r\n"));

  @Test
  void whateverTheBytesOnlyWhatIsPromisedComesOut() {
    System.out.printf("fuzzing for %d s, -Dtidemark.fuzz.seed=%d%n", SECONDS, SEED);
    Random random = new Random(SEED);
    List<byte[]> seeds = seeds();
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long executions = 0;
    while (System.nanoTime() < end) {
      byte[] input = mutated(seeds, random);
      try {
        FuzzTarget.fuzzerTestOneInput(input);
      } catch (Throwable e) { // whatever it is, it isn't promised
        fail("input %s".formatted(HexFormat.of().formatHex(input)), e);
      }
      executions++;
    }
    System.out.printf("%,d executions%n", executions);
    assertThat(executions).isGreaterThan(100 * SECONDS);
  }

  /** One valid input for each target at least. */
  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (SpecificRecord event : Samples.oneOfEach()) {
      seeds.add(input(Topics.INPUTS.indexOf(EventKeys.topic(event)), EventCodec.encode(event)));
      lines.append(EventJson.toJson(event)).append('\n');
    }
    seeds.add(input(FuzzTarget.JSON_LINES, text(lines.toString())));
    String array = "[" + lines.toString().strip().replace('\n', ',') + "]";
    seeds.add(input(FuzzTarget.JSON_ARRAY, text(array)));
    for (int i = 0; i < FuzzTarget.STORED_TYPES.size(); i++) {
      for (byte[] record :
          randomRecords(SpecificData.get().getSchema(FuzzTarget.STORED_TYPES.get(i)))) {
        seeds.add(input(FuzzTarget.STORED + i, record));
      }
    }
    return seeds;
  }

  private static List<byte[]> randomRecords(Schema schema) {
    List<byte[]> records = new ArrayList<>();
    try {
      for (Object random : new RandomData(schema, 5, 1L, true)) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<>(GenericData.get(), schema).encode(random, out);
        records.add(out.toByteArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  private static byte[] mutated(List<byte[]> seeds, Random random) {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = 1 + random.nextInt(input.length);
      input =
          switch (random.nextInt(6)) {
            case 0 -> flipped(input, random);
            case 1 -> Arrays.copyOf(input, at);
            case 2 -> spliced(input, at, DICTIONARY.get(random.nextInt(DICTIONARY.size())), at);
            case 3 -> {
              byte[] other = seeds.get(random.nextInt(seeds.size()));
              yield spliced(input, at, other, at);
            }
            case 4 -> spliced(input, at, input, Math.max(1, at - random.nextInt(40)));
            default -> {
              input[random.nextInt(input.length)] = (byte) random.nextInt();
              yield input;
            }
          };
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private static byte[] flipped(byte[] input, Random random) {
    input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    return input;
  }

  /** The input up to a place, something else, and the input again from another place on. */
  private static byte[] spliced(byte[] input, int at, byte[] inserted, int from) {
    byte[] all = new byte[at + inserted.length + Math.max(0, input.length - from)];
    System.arraycopy(input, 0, all, 0, at);
    System.arraycopy(inserted, 0, all, at, inserted.length);
    System.arraycopy(input, from, all, at + inserted.length, input.length - from);
    return all;
  }

  private static byte[] input(int target, byte[] value) {
    return spliced(new byte[] {(byte) target}, 1, value, 1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

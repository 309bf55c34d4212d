package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.event.ContentHash;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Outcome;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What is written to stores and internal topics is read back the same. */
class InternalFormTest {

  static final List<String> NAMES =
      List.of("", "a", "a b", "a/b:c", "}", "~", "é", "日本", "🌊", "\uffff", "\0", "x".repeat(200));

  static final long[] NUMBERS = {
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    8_191,
    8_192,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 62,
    -(1L << 62)
  };

  private final Random random = new Random(3);

  @Test
  void numbersOfAnySizeAndSign() {
    for (long number : NUMBERS) {
      ByteReader in =
          new ByteReader(
              new ByteWriter(0).number(number).fixed(number).fixed((int) number).toBytes());
      assertThat(in.number()).isEqualTo(number);
      assertThat(in.fixed()).isEqualTo(number);
      assertThat(in.fixedInt()).isEqualTo((int) number);
      assertThat(in.atEnd()).isTrue();
    }
    assertThat(new ByteWriter().number(-64).toBytes()).hasSize(1);
    assertThat(new ByteWriter().number(64).toBytes()).hasSize(2);
  }

  @Test
  void textsOfAnyCharactersAndNull() {
    for (String name : NAMES) {
      ByteReader in =
          new ByteReader(
              new ByteWriter(1).text(name).text(null).bare(name).octet('|').bare(name).toBytes());
      assertThat(in.text()).isEqualTo(name);
      assertThat(in.text()).isNull();
      assertThat(in.until('|')).isEqualTo(name);
      assertThat(in.rest()).isEqualTo(name);
    }
  }

  @Test
  void numberThatIsNoIntIsRefusedWhereAnIntIsRead() {
    byte[] tooLarge = new ByteWriter().number(1L << 31).toBytes();
    assertThatThrownBy(() -> new ByteReader(tooLarge).integer())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void recordIdsSortAsTheirBytesAndTheirNamesDo() {
    // Given
    List<RecordId> ids = new ArrayList<>();
    for (long timestamp : new long[] {0, 1, 255, 256, 1L << 40, Long.MAX_VALUE}) {
      for (long half : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
        ids.add(new RecordId(timestamp, new ContentHash(half, random.nextLong())));
        ids.add(new RecordId(timestamp, new ContentHash(random.nextLong(), half)));
      }
    }
    for (RecordId one : ids) {
      for (RecordId other : ids) {
        // Then
        int expected = Integer.signum(one.compareTo(other));
        assertThat(Integer.signum(bytes(one).compareTo(bytes(other)))).isEqualTo(expected);
        assertThat(Integer.signum(one.name().compareTo(other.name()))).isEqualTo(expected);
      }
      assertThat(new ByteReader(bytes(one).get()).id()).isEqualTo(one);
    }
  }

  @Test
  void resultKeysOfAnyNames() {
    for (Kind kind : Kind.values()) {
      for (String name : NAMES.subList(1, NAMES.size())) {
        for (int trial : new int[] {0, 7, Integer.MAX_VALUE}) {
          ResultKey key = new ResultKey(kind, name, name + "s", "c" + name, trial);
          assertThat(ResultKey.parse(key.text())).isEqualTo(key);
        }
      }
    }
  }

  @Test
  void ledgerEntriesWithEveryKindOfVersion() {
    LedgerEntry entry = LedgerEntry.EMPTY;
    for (int i = 0; i < 200; i++) {
      entry = entry.with(24_000 + random.nextInt(3), version());
    }
    LedgerEntry read = LedgerEntry.read(entry.toBytes());
    assertThat(read.periods()).isEqualTo(entry.periods());
    assertThat(read.toBytes()).isEqualTo(entry.toBytes());
    assertThat(LedgerEntry.read(null).periods()).isEmpty();
    assertThat(LedgerEntry.read(LedgerEntry.EMPTY.toBytes()).periods()).isEmpty();
  }

  @Test
  void attemptsWithdrawalsAndRegistrations() {
    for (int i = 0; i < 200; i++) {
      assertRoundTrip(
          InternalSerdes.ledgerInput(), new Attempt(random.nextInt(120_000), version()));
      assertRoundTrip(InternalSerdes.ledgerInput(), withdrawal(i % 32));
      assertRoundTrip(InternalSerdes.ledgerInput(), registration());
      assertRoundTrip(InternalSerdes.scoreInput(), registration());
    }
  }

  @Test
  void withdrawalsKeepTheirShape() {
    for (int shape = 0; shape < 32; shape++) {
      assertThat(withdrawal(shape).shape()).isEqualTo(shape);
    }
  }

  @Test
  void talliesWithCellsOfEveryDimension() {
    for (int round = 0; round < 50; round++) {
      // Given
      Tally tally = tally(random.nextInt(60));

      // When
      PartitionTally part = PartitionTally.whole(round, name(), tally, random.nextLong() >>> 1);
      Serde<ScoreInput> serde = InternalSerdes.scoreInput();
      byte[] bytes = serde.serializer().serialize("t", part);
      PartitionTally read = (PartitionTally) serde.deserializer().deserialize("t", bytes);

      // Then
      assertThat(read.partition()).isEqualTo(part.partition());
      assertThat(read.carriedModel()).isEqualTo(part.carriedModel());
      assertThat(read.whole()).isTrue();
      assertThat(read.lastResultAt()).isEqualTo(part.lastResultAt());
      Tally readTally = new Tally();
      read.cells().forEach(readTally::add);
      assertThat(readTally).isEqualTo(tally);
      assertThat(TallyRecords.fromRecord(TallyRecords.toRecord(tally))).isEqualTo(tally);
      tally.cells().keySet().forEach(InternalFormTest::assertKeyRoundTrip);
    }
  }

  @Test
  void anUnknownTagIsNamed() {
    assertThatThrownBy(
            () -> InternalSerdes.ledgerInput().deserializer().deserialize("t", new byte[] {9}))
        .hasMessageContaining("unknown tag 9");
    assertThat(InternalSerdes.ledgerInput().deserializer().deserialize("t", null)).isNull();
    assertThat(InternalSerdes.scoreInput().serializer().serialize("t", null)).isNull();
  }

  private static void assertKeyRoundTrip(Cell cell) {
    ByteWriter out = new ByteWriter();
    TallyCodec.writeKey(cell, out);
    assertThat(TallyCodec.readKey(new ByteReader(out.toBytes()))).isEqualTo(cell);
  }

  private static <T> void assertRoundTrip(Serde<T> serde, T value) {
    byte[] bytes = serde.serializer().serialize("t", value);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(value);
  }

  private static Bytes bytes(RecordId id) {
    ByteWriter out = new ByteWriter();
    out.id(id);
    return Bytes.wrap(out.toBytes());
  }

  private Tally tally(int cells) {
    Tally tally = new Tally();
    for (int i = 0; i < cells; i++) {
      Dimension dimension = Dimension.values()[random.nextInt(Dimension.values().length)];
      boolean placed = dimension == Dimension.ATTACK || dimension == Dimension.CAMPAIGN;
      int row = placed || dimension == Dimension.BENCHMARK ? random.nextInt(4) : 0;
      long[] counts = new long[dimension.width()];
      Arrays.setAll(counts, any -> 1 + random.nextInt(1 << random.nextInt(30)));
      tally.add(
          new Cell(
              dimension,
              dimension == Dimension.TOKENS ? "" : name(),
              row,
              placed ? random.nextInt(4) : 0),
          counts);
    }
    return tally;
  }

  private ResultVersion version() {
    boolean benchmark = random.nextInt(4) == 0;
    long[] amounts = random.longs(new int[] {0, 2, 4}[random.nextInt(3)]).toArray();
    return new ResultVersion(
        random.nextInt(3),
        id(),
        orNull(name()),
        new Contribution(
            benchmark ? null : Outcome.values()[random.nextInt(3)],
            benchmark ? null : name(),
            random.nextInt(4),
            random.nextInt(4),
            amounts,
            orNull(name()),
            orNull(name()),
            orNull(name()),
            orNull(name())),
        orNull(id()));
  }

  private Withdrawal withdrawal(int shape) {
    return new Withdrawal(
        id(),
        name(),
        (shape & 1) == 0 ? null : name(),
        (shape & 2) == 0 ? null : name(),
        (shape & 4) == 0 ? null : name(),
        (shape & 8) == 0 ? null : random.nextInt(3),
        (shape & 16) == 0 ? null : random.nextInt(120_000),
        orNull(name()),
        orNull(name()));
  }

  private Registration registration() {
    return new Registration(
        id(),
        name(),
        orNull(name()),
        orNull(name()),
        Collections.nCopies(random.nextInt(3), name()),
        orNull(random.nextDouble()),
        orNull(Double.MIN_VALUE));
  }

  private RecordId id() {
    return new RecordId(
        random.nextLong() >>> 1, new ContentHash(random.nextLong(), random.nextLong()));
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private <T> T orNull(T value) {
    return random.nextBoolean() ? value : null;
  }
}

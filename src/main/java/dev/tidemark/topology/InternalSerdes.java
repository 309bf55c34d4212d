package dev.tidemark.topology;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of the internal repartition topics: a tag octet, then the compact form. */
final class InternalSerdes {

  private static final int ATTEMPT = 1;
  private static final int WITHDRAWAL = 2;
  private static final int REGISTRATION = 3;
  private static final int PARTITION_TALLY = 4;

  private InternalSerdes() {}

  static Serde<LedgerInput> ledgerInput() {
    return serde(InternalSerdes::writeLedgerInput, InternalSerdes::readLedgerInput);
  }

  static Serde<ScoreInput> scoreInput() {
    return serde(InternalSerdes::writeScoreInput, InternalSerdes::readScoreInput);
  }

  private static void writeLedgerInput(LedgerInput input, ByteWriter out) {
    if (input instanceof Attempt attempt) {
      out.octet(ATTEMPT).number(attempt.period());
      attempt.version().write(out);
    } else if (input instanceof Withdrawal withdrawal) {
      withdrawal.write(out.octet(WITHDRAWAL));
    } else {
      ((Registration) input).write(out.octet(REGISTRATION));
    }
  }

  private static LedgerInput readLedgerInput(ByteReader in) {
    int tag = in.octet();
    return switch (tag) {
      case ATTEMPT -> new Attempt(in.integer(), ResultVersion.read(in));
      case WITHDRAWAL -> Withdrawal.read(in);
      case REGISTRATION -> Registration.read(in);
      default -> throw unknown(tag);
    };
  }

  private static void writeScoreInput(ScoreInput input, ByteWriter out) {
    if (input instanceof PartitionTally part) {
      out.octet(PARTITION_TALLY).number(part.partition()).text(part.carriedModel());
      out.number(part.lastResultAt()).octet(part.whole() ? 1 : 0);
      TallyCodec.write(part.cells(), out);
    } else if (input instanceof Withdrawal withdrawal) {
      withdrawal.write(out.octet(WITHDRAWAL));
    } else {
      ((Registration) input).write(out.octet(REGISTRATION));
    }
  }

  private static ScoreInput readScoreInput(ByteReader in) {
    int tag = in.octet();
    return switch (tag) {
      case PARTITION_TALLY -> {
        int partition = in.integer();
        String carried = in.text();
        long lastResultAt = in.number();
        boolean whole = in.octet() == 1;
        yield new PartitionTally(partition, carried, whole, TallyCodec.read(in), lastResultAt);
      }
      case REGISTRATION -> Registration.read(in);
      case WITHDRAWAL -> Withdrawal.read(in);
      default -> throw unknown(tag);
    };
  }

  private static IllegalStateException unknown(int tag) {
    return new IllegalStateException(
        "internal record with unknown tag " + tag + ": written by a newer version?");
  }

  private static <T> Serde<T> serde(BiConsumer<T, ByteWriter> write, Function<ByteReader, T> read) {
    return Serdes.serdeFrom(
        (topic, value) -> {
          if (value == null) {
            return null;
          }
          ByteWriter out = new ByteWriter();
          write.accept(value, out);
          return out.toBytes();
        },
        (topic, bytes) -> bytes == null ? null : read.apply(new ByteReader(bytes)));
  }
}

package dev.tidemark.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records in Avro's single-object encoding: {@code C3 01}, the schema's 8-byte fingerprint,
 * the fields. Needs no registry. Safe for use by many threads.
 */
public final class EventCodec {

  private static final ClassValue<BinaryMessageEncoder<SpecificRecord>> ENCODERS =
      new ClassValue<>() {
        @Override
        protected BinaryMessageEncoder<SpecificRecord> computeValue(Class<?> type) {
          SpecificData data = SpecificData.getForClass(type);
          return new BinaryMessageEncoder<>(data, data.getSchema(type));
        }
      };

  private EventCodec() {}

  /**
   * The bytes of a record, in an array of their own.
   *
   * @throws RuntimeException if a field that must be set is null
   */
  public static byte[] encode(SpecificRecord event) {
    try {
      return ENCODERS.get(event.getClass()).encode(event).array();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
  }
}

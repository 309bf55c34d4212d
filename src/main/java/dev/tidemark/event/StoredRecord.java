package dev.tidemark.event;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the records that Tidemark itself writes, as {@link EventCodec} wrote them. Anybody may
 * write to its topics too: Avro's own decoder would allocate whatever a length claims, and an
 * {@link OutOfMemoryError} would end the reader for good. Safe for use by many threads.
 */
public final class StoredRecord {

  private static final int HEADER = 10;

  private static final ClassValue<Known> KNOWN =
      new ClassValue<>() {
        @Override
        protected Known computeValue(Class<?> type) {
          SpecificData data = SpecificData.getForClass(type);
          Schema schema = data.getSchema(type);
          return new Known(
              SchemaNormalization.parsingFingerprint64(schema),
              new SpecificDatumReader<>(schema, schema, data));
        }
      };

  private record Known(long fingerprint, DatumReader<SpecificRecord> reader) {}

  private StoredRecord() {}

  /**
   * The record of this type that a value holds.
   *
   * @throws IOException if the bytes are no record of this type
   */
  public static <T extends SpecificRecord> T read(Class<T> type, byte[] value) throws IOException {
    Known known = KNOWN.get(type);
    if (value.length < HEADER
        || value[0] != (byte) 0xC3
        || value[1] != 1
        || fingerprint(value) != known.fingerprint()) {
      throw new IOException("the value is no " + type.getSimpleName());
    }
    ValueDecoder in = new ValueDecoder();
    in.reset(value, HEADER);
    try {
      T record = type.cast(known.reader().read(null, in));
      if (in.remaining() > 0) {
        throw new IOException(in.remaining() + " bytes follow the end of the record");
      }
      return record;
    } catch (RuntimeException e) { // Avro promises no list of what it throws
      throw new IOException("the value is no Avro encoding of a record", e);
    }
  }

  private static long fingerprint(byte[] value) {
    long fingerprint = 0;
    for (int i = HEADER - 1; i >= 2; i--) {
      fingerprint = fingerprint << 8 | value[i] & 0xffL;
    }
    return fingerprint;
  }
}

package dev.tidemark.event;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the records that Tidemark itself writes, as {@link EventCodec} of this or an earlier
 * release wrote them. Anybody may write to its topics too: Avro's own decoder would allocate
 * whatever a length claims, and an {@link OutOfMemoryError} would end the reader for good. Safe for
 * use by many threads.
 */
public final class StoredRecord {

  private static final ClassValue<Readers> READERS =
      new ClassValue<>() {
        @Override
        protected Readers computeValue(Class<?> type) {
          return new Readers(SpecificData.getForClass(type), type);
        }
      };

  private StoredRecord() {}

  /**
   * The record of this type that a value holds.
   *
   * @throws IOException if the bytes are no record of this type
   */
  public static <T extends SpecificRecord> T read(Class<T> type, byte[] value) throws IOException {
    return read(type, value, ReleasedSchemas.BY_FINGERPRINT);
  }

  static <T extends SpecificRecord> T read(Class<T> type, byte[] value, Map<Long, Schema> released)
      throws IOException {
    DatumReader<SpecificRecord> reader = null;
    if (value.length >= SingleObject.HEADER
        && value[0] == SingleObject.MARK
        && value[1] == SingleObject.VERSION) {
      reader = READERS.get(type).of(SingleObject.fingerprint(value), released);
    }
    if (reader == null) {
      throw new IOException("the value is no " + type.getSimpleName());
    }
    ValueDecoder in = new ValueDecoder();
    in.reset(value, SingleObject.HEADER);
    try {
      T record = type.cast(reader.read(null, in));
      if (in.remaining() > 0) {
        throw new IOException(in.remaining() + " bytes follow the end of the record");
      }
      return record;
    } catch (RuntimeException e) { // Avro promises no list of what it throws
      throw new IOException("the value is no Avro encoding of a record", e);
    }
  }

  /** Readers of one type, by the fingerprint of what the value was written with. */
  private static final class Readers {

    private final SpecificData data;
    private final Schema today;
    private final Map<Long, DatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    Readers(SpecificData data, Class<?> type) {
      this.data = data;
      today = data.getSchema(type);
      readers.put(
          SchemaNormalization.parsingFingerprint64(today),
          new SpecificDatumReader<>(today, today, data));
    }

    /** Null if nothing of this type was ever written so. */
    DatumReader<SpecificRecord> of(long fingerprint, Map<Long, Schema> released) {
      DatumReader<SpecificRecord> reader = readers.get(fingerprint);
      Schema written = reader == null ? released.get(fingerprint) : null;
      if (written == null || !written.getFullName().equals(today.getFullName())) {
        return reader;
      }
      return readers.computeIfAbsent(
          fingerprint, any -> new SpecificDatumReader<>(written, today, data));
    }
  }
}

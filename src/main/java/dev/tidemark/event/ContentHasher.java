package dev.tidemark.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Content hashes of events: the first 128 bits of SHA-256 over the record's name and its fields in
 * schema order, each as its name and its value. A field that equals its schema default is left out,
 * so neither the framing on the wire nor a later schema version that adds a defaulted field changes
 * the hash. Keeps its buffers between records, so each thread needs its own.
 *
 * <p>What is hashed: texts as a 4-byte length in chars and CESU-8 bytes (each surrogate by itself,
 * so every string has its own bytes); integers and times (epoch milliseconds) as 8 bytes; doubles
 * by their bits, -0.0 as 0.0; enums by symbol; arrays as a 4-byte count and their items.
 */
public final class ContentHasher {

  private record Field(byte[] name, Object defaultOrNull) {}

  private static final int HASH_BYTES = 32;
  private static final int MAX_BYTES_OF_CHAR = 3;

  private final MessageDigest sha256 = sha256();
  private final byte[] digest = new byte[HASH_BYTES];
  private final byte[][] names = new byte[EventType.values().length][];
  private final Field[][] fields = new Field[EventType.values().length][];
  private ByteBuffer content = ByteBuffer.allocate(4096);

  public ContentHasher() {
    for (EventType type : EventType.values()) {
      names[type.ordinal()] = framed(type.schema().getName());
      fields[type.ordinal()] =
          type.schema().getFields().stream()
              .map(field -> new Field(framed(field.name()), defaultOf(field)))
              .toArray(Field[]::new);
    }
  }

  /**
   * The hash of an event's content.
   *
   * @throws IllegalArgumentException if the record is no event
   */
  public ContentHash hash(SpecificRecord event) {
    int type = EventType.of(event).ordinal();
    content.clear();
    content.put(names[type]);
    Field[] plan = fields[type];
    for (int i = 0; i < plan.length; i++) {
      Object value = event.get(i);
      if (!Objects.equals(value, plan[i].defaultOrNull())) {
        room(plan[i].name().length);
        content.put(plan[i].name());
        put(value);
      }
    }
    return digest();
  }

  private ContentHash digest() {
    try {
      sha256.update(content.array(), 0, content.position());
      sha256.digest(digest, 0, HASH_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return new ContentHash(longAt(0), longAt(Long.BYTES));
  }

  private void put(Object value) {
    if (value instanceof String text) {
      putText(text);
    } else if (value instanceof Integer || value instanceof Long) {
      putLong(((Number) value).longValue());
    } else if (value instanceof Instant time) {
      putLong(time.toEpochMilli());
    } else if (value instanceof Double number) {
      putLong(Double.doubleToLongBits(number + 0.0)); // adding 0.0 turns -0.0 into 0.0
    } else if (value instanceof Enum<?> symbol) {
      putText(symbol.name());
    } else if (value instanceof List<?> items) {
      room(Integer.BYTES);
      content.putInt(items.size());
      for (Object item : items) {
        put(item);
      }
    } else {
      throw new IllegalArgumentException("no event field holds " + value);
    }
  }

  private void putLong(long value) {
    room(Long.BYTES);
    content.putLong(value);
  }

  private void putText(String text) {
    room(Integer.BYTES + MAX_BYTES_OF_CHAR * text.length());
    content.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        content.put((byte) c);
      } else if (c < 0x800) {
        content.put((byte) (0xC0 | c >> 6)).put((byte) (0x80 | c & 0x3F));
      } else {
        content
            .put((byte) (0xE0 | c >> 12))
            .put((byte) (0x80 | c >> 6 & 0x3F))
            .put((byte) (0x80 | c & 0x3F));
      }
    }
  }

  private void room(int bytes) {
    if (content.remaining() < bytes) {
      int capacity = Math.max(2 * content.capacity(), content.position() + bytes);
      content =
          ByteBuffer.wrap(Arrays.copyOf(content.array(), capacity)).position(content.position());
    }
  }

  private long longAt(int offset) {
    long n = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      n = n << 8 | digest[offset + i] & 0xffL;
    }
    return n;
  }

  private static byte[] framed(String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Integer.BYTES + text.length).putInt(text.length).put(text).array();
  }

  private static Object defaultOf(Schema.Field field) {
    return field.hasDefaultValue() ? SpecificData.get().getDefaultValue(field) : null;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.tidemark.topology;

import dev.tidemark.event.ContentHash;
import dev.tidemark.event.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {

  private final byte[] buffer;
  private int position;

  ByteReader(byte[] buffer) {
    this(buffer, 0);
  }

  ByteReader(byte[] buffer, int position) {
    this.buffer = buffer;
    this.position = position;
  }

  boolean atEnd() {
    return position == buffer.length;
  }

  int octet() {
    return buffer[position++];
  }

  long number() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = buffer[position++];
      value |= (long) (next & 0x7F) << shift;
      shift += 7;
    } while (next < 0);
    return value >>> 1 ^ -(value & 1);
  }

  int integer() {
    return Math.toIntExact(number());
  }

  long fixed() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | buffer[position++] & 0xFF;
    }
    return value;
  }

  int fixedInt() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | buffer[position++] & 0xFF;
    }
    return value;
  }

  ContentHash hash() {
    return new ContentHash(fixed(), fixed());
  }

  RecordId id() {
    return new RecordId(fixed(), hash());
  }

  String text() {
    int size = integer();
    return size < 0 ? null : take(size);
  }

  /** The text up to the next separator, which is passed over too. */
  String until(char separator) {
    int end = position;
    while (buffer[end] != separator) {
      end++;
    }
    String value = take(end - position);
    position++;
    return value;
  }

  /** All that is left, as text. */
  String rest() {
    return take(buffer.length - position);
  }

  /** All that is left. */
  byte[] restBytes() {
    return Arrays.copyOfRange(buffer, position, buffer.length);
  }

  private String take(int size) {
    String value = new String(buffer, position, size, StandardCharsets.UTF_8);
    position += size;
    return value;
  }
}

package dev.tidemark.topology;

import dev.tidemark.event.ContentHash;
import dev.tidemark.event.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the compact form of internal records and store rows: varints, texts, fixed longs. */
final class ByteWriter {

  private byte[] buffer;
  private int length;

  ByteWriter() {
    this(128);
  }

  ByteWriter(int capacity) {
    buffer = new byte[capacity];
  }

  ByteWriter octet(int value) {
    room(1);
    buffer[length++] = (byte) value;
    return this;
  }

  /** Zigzag varint: small magnitudes of either sign take one byte. */
  ByteWriter number(long value) {
    room(10);
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
    return this;
  }

  /** Eight bytes, big-endian: sorts like the number as long as that is not negative. */
  ByteWriter fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Four bytes, big-endian. */
  ByteWriter fixed(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  ByteWriter hash(ContentHash hash) {
    return fixed(hash.high()).fixed(hash.low());
  }

  ByteWriter id(RecordId id) {
    return fixed(id.timestamp()).hash(id.hash());
  }

  /** A text with its length in front; null is told apart from empty. */
  ByteWriter text(String value) {
    if (value == null) {
      return number(-1);
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return number(bytes.length).raw(bytes);
  }

  /** The text's UTF-8 bytes alone, for keys that are read by prefix. */
  ByteWriter bare(String value) {
    return raw(value.getBytes(StandardCharsets.UTF_8));
  }

  ByteWriter raw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}

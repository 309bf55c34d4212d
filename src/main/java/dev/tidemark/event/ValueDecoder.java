package dev.tidemark.event;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding read from one record's value, with every claimed length held against the
 * bytes that are left. Avro's own decoder allocates what a length claims before it looks whether
 * the bytes are there, and its limits are settings of the whole process.
 */
final class ValueDecoder extends Decoder {

  private static final char REPLACEMENT = '\uFFFD';

  private byte[] bytes = {};
  private int position;
  private int itemsLeft;

  /** Starts over at a position of a value. */
  void reset(byte[] value, int offset) {
    bytes = value;
    position = offset;
    itemsLeft = value.length;
  }

  int remaining() {
    return bytes.length - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[take(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    long n = zigZag(5);
    if (n != (int) n) {
      throw new IOException("a number does not fit into 32 bits");
    }
    return (int) n;
  }

  @Override
  public long readLong() throws IOException {
    return zigZag(10);
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(littleEndian(Double.BYTES));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = claimedLength();
    int start = take(length);
    String text = new String(bytes, start, length, StandardCharsets.UTF_8);
    // Malformed UTF-8 becomes this character; only then is it worth telling it from a real one.
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8),
            Arrays.copyOfRange(bytes, start, start + length))) {
      throw new CharacterCodingException();
    }
    return text;
  }

  @Override
  public void skipString() throws IOException {
    take(claimedLength());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = claimedLength();
    int start = take(length);
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
  }

  @Override
  public void skipBytes() throws IOException {
    take(claimedLength());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return itemCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return itemCount();
  }

  @Override
  public long skipArray() throws IOException {
    return itemCount();
  }

  @Override
  public long readMapStart() throws IOException {
    return itemCount();
  }

  @Override
  public long mapNext() throws IOException {
    return itemCount();
  }

  @Override
  public long skipMap() throws IOException {
    return itemCount();
  }

  /** Items need a byte each at the least, so all blocks of a value together hold no more items. */
  private long itemCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong(); // size of the block in bytes, for those who skip it
      count = -count;
    }
    if (count < 0 || count > itemsLeft) {
      throw new EOFException();
    }
    itemsLeft -= (int) count;
    return count;
  }

  private int claimedLength() throws IOException {
    long length = readLong();
    if (length < 0 || length > remaining()) {
      throw new EOFException();
    }
    return (int) length;
  }

  /** Moves over {@code length} bytes and gives the position of the first. */
  private int take(int length) throws IOException {
    if (length > bytes.length - position) {
      throw new EOFException();
    }
    int start = position;
    position += length;
    return start;
  }

  private long zigZag(int maxBytes) throws IOException {
    long n = 0;
    for (int i = 0; i < maxBytes; i++) {
      byte b = bytes[take(1)];
      n |= (b & 0x7fL) << (7 * i);
      if (b >= 0) {
        return (n >>> 1) ^ -(n & 1);
      }
    }
    throw new IOException("a number is longer than " + maxBytes + " bytes");
  }

  private long littleEndian(int size) throws IOException {
    int start = take(size);
    long n = 0;
    for (int i = size - 1; i >= 0; i--) {
      n = n << 8 | bytes[start + i] & 0xffL;
    }
    return n;
  }
}

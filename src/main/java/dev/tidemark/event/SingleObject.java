package dev.tidemark.event;

/** Avro's single-object encoding: {@code C3 01}, the schema's 8-byte fingerprint, the fields. */
final class SingleObject {

  static final byte MARK = (byte) 0xC3;
  static final byte VERSION = 1;

  /** Bytes before the fields. */
  static final int HEADER = 10;

  private SingleObject() {}

  /** The fingerprint in a value that has at least its header: little-endian, after the marks. */
  static long fingerprint(byte[] value) {
    long fingerprint = 0;
    for (int i = HEADER - 1; i >= 2; i--) {
      fingerprint = fingerprint << 8 | value[i] & 0xffL;
    }
    return fingerprint;
  }
}

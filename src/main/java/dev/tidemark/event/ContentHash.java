package dev.tidemark.event;

/**
 * 128 bits that stand for an event's content, as {@link ContentHasher} makes them. Ordered as
 * unsigned numbers: the greater hash wins among otherwise equal versions of a result.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record ContentHash(long high, long low) implements Comparable<ContentHash> {

  @Override
  public int compareTo(ContentHash other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return "%016x%016x".formatted(high, low);
  }
}

package dev.tidemark.event;

/**
 * What orders the records of one kind wherever a rule picks one of a set: the Kafka record
 * timestamp in epoch milliseconds, then the content hash. Two records with one id are the same.
 */
public record RecordId(long timestamp, ContentHash hash) implements Comparable<RecordId> {

  private static final int TIME_DIGITS = 16;

  @Override
  public int compareTo(RecordId other) {
    int byTime = Long.compare(timestamp, other.timestamp);
    return byTime != 0 ? byTime : hash.compareTo(other.hash);
  }

  /** The timestamp in a {@link #name()}. */
  public static long timestamp(String name) {
    return Long.parseLong(name, 0, TIME_DIGITS, 16);
  }

  /** The timestamp as 16 hexadecimal digits, a hyphen, the hash: sorts like the id. */
  public String name() {
    return String.format("%016x-%s", timestamp, hash);
  }
}

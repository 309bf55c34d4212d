package dev.tidemark.serving;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What of one topic has been taken in. A consumer that was cut off from the cluster for longer than
 * its session loses its place and begins at the beginning, since it commits nothing; what it brings
 * then has been seen, and must neither count again nor come back as if it were news. For one thread
 * at a time.
 */
final class SeenOffsets {

  private final Map<Integer, Long> next = new HashMap<>();

  /** Whether a record is seen for the first time; from now on it has been. */
  boolean first(ConsumerRecord<?, ?> record) {
    if (record.offset() < next.getOrDefault(record.partition(), 0L)) {
      return false;
    }
    next.put(record.partition(), record.offset() + 1);
    return true;
  }

  /** What was read elsewhere counts: everything before this offset, and nothing from it on. */
  void before(int partition, long offset) {
    next.put(partition, offset);
  }
}

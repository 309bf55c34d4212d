package dev.tidemark.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Which stores are being restored from their changelogs, and how much of each is left. */
final class RestoreProgress implements StateRestoreListener {

  private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();

  boolean active() {
    return !left.isEmpty();
  }

  long remaining() {
    return left.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
    left.put(partition, Math.max(0, end - start));
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long end, long count) {
    left.computeIfPresent(partition, (key, before) -> Math.max(0, before - count));
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    left.remove(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long total) {
    left.remove(partition);
  }
}

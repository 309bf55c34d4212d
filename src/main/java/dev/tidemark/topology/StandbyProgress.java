package dev.tidemark.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.TaskId;

/** How far the copies kept here of other instances' stores are behind their changelogs. */
final class StandbyProgress implements StandbyUpdateListener {

  private final Map<TopicPartition, Long> behind = new ConcurrentHashMap<>();

  /** How many stores have a copy here. */
  int stores() {
    return behind.size();
  }

  /** Records that all copies together are behind. */
  long remaining() {
    return behind.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void onUpdateStart(TopicPartition partition, String store, long start) {
    // How much there is to read is known with the first batch.
    behind.put(partition, 0L);
  }

  @Override
  public void onBatchLoaded(
      TopicPartition partition, String store, TaskId task, long last, long count, long end) {
    behind.put(partition, Math.max(0, end - last - 1));
  }

  @Override
  public void onUpdateSuspended(
      TopicPartition partition, String store, long last, long end, SuspendReason reason) {
    behind.remove(partition);
  }
}

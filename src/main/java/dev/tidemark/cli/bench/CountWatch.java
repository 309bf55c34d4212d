package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.TopicFollower;
import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Follows what a system has published, as it is committed, and knows how many results that counts
 * in all, and since when.
 */
final class CountWatch implements AutoCloseable {

  /** Takes note of each publication. */
  interface Listener {

    /**
     * One revision was read.
     *
     * @param nanos when, by {@link System#nanoTime()}
     * @param key model and month
     * @param results counted under this key
     * @param updatedAt when a standing was computed; 0 of a peer's count
     */
    void counted(long nanos, String key, long results, long updatedAt);
  }

  /** For whom the sum is enough. */
  static final Listener IGNORED = (nanos, key, results, updatedAt) -> {};

  private record Revision(long results, long updatedAt) {}

  private final String topic;
  private final Listener listener;
  private final Map<String, Long> counts = new HashMap<>();
  private final TopicFollower follower;
  private volatile long total;
  private volatile long since;
  private volatile RuntimeException failure;

  CountWatch(String bootstrapServers, String topic, Listener listener) {
    this.topic = topic;
    this.listener = listener;
    follower = new TopicFollower(bootstrapServers, topic, this::take, failed -> failure = failed);
  }

  /**
   * Waits until so many results are counted.
   *
   * @return when that was, by {@link System#nanoTime()}
   * @throws TimeoutException if nothing more is counted for as long as this
   */
  long await(long results, Duration standstill) throws InterruptedException, TimeoutException {
    long last = total;
    long progress = System.nanoTime();
    while (total < results) {
      Thread.sleep(20);
      requireReading();
      if (total != last) {
        last = total;
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > standstill.toNanos()) {
        throw new TimeoutException(
            "%s counts %,d of %,d results and has stood still for %d s"
                .formatted(topic, last, results, standstill.toSeconds()));
      }
    }
    return since;
  }

  /** Waits until nothing more has been counted for as long as this. */
  void awaitStill(Duration still) throws InterruptedException {
    long last;
    do {
      last = total;
      Thread.sleep(still.toMillis());
      requireReading();
    } while (total != last);
  }

  private void requireReading() {
    if (failure != null) {
      throw new IllegalStateException("reading " + topic + " failed", failure);
    }
  }

  /**
   * Waits for a while, after which exactly so many results must be counted.
   *
   * @throws IllegalStateException if more are, or fewer
   */
  void demand(long results, Duration after) throws InterruptedException {
    Thread.sleep(after.toMillis());
    requireReading();
    if (total != results) {
      throw new IllegalStateException(
          "%s counts %,d results, not %,d".formatted(topic, total, results));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    long nanos = System.nanoTime();
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Revision revision = read(record.value());
    Long before = counts.put(key, revision.results());
    long sum = total + revision.results() - (before == null ? 0 : before);
    since = nanos;
    total = sum;
    listener.counted(nanos, key, revision.results(), revision.updatedAt());
  }

  private Revision read(byte[] value) {
    if (value == null) {
      return new Revision(0, 0);
    }
    if (topic.equals(Topics.STANDINGS)) {
      try {
        Standing standing = StoredRecord.read(Standing.class, value);
        return new Revision(TallyRecords.results(standing), standing.getUpdatedAt().toEpochMilli());
      } catch (IOException e) {
        throw new UncheckedIOException("unreadable standing", e);
      }
    }
    return new Revision(ByteBuffer.wrap(value).getLong(), 0);
  }

  @Override
  public void close() {
    follower.close();
  }
}

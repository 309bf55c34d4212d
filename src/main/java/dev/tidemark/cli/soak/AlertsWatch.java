package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.TopicFollower;
import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the alerts as they are committed: each begins and ends once an episode, and episodes follow
 * each other without a gap, whatever was killed in between.
 */
final class AlertsWatch implements AutoCloseable {

  private final SoakFindings findings;
  private final Map<String, Alert> seen = new HashMap<>();
  private final AtomicLong transitions = new AtomicLong();
  private final TopicFollower follower;

  AlertsWatch(String bootstrapServers, SoakFindings findings) {
    this.findings = findings;
    follower =
        new TopicFollower(
            bootstrapServers,
            Topics.ALERTS,
            this::check,
            failure -> findings.add("reading the alerts failed: " + failure));
  }

  /** Beginnings and ends so far. */
  long transitions() {
    return transitions.get();
  }

  /** Waits for what has been committed by now. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return follower.awaitEnd(patience);
  }

  private void check(ConsumerRecord<byte[], byte[]> record) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Alert now;
    try {
      now = StoredRecord.read(Alert.class, record.value());
    } catch (IOException e) {
      findings.add("unreadable alert " + key + ": " + e);
      return;
    }
    if (now.getTransition()) {
      transitions.incrementAndGet();
    }
    Alert before = seen.put(key, now);
    if (!follows(before, now)) {
      findings.add(
          "alert %s at partition %d, offset %d: %s after %s"
              .formatted(key, record.partition(), record.offset(), now, before));
    }
  }

  private static boolean follows(Alert before, Alert now) {
    boolean firing = before != null && before.getState() == AlertState.FIRING;
    int episode = before == null ? 0 : before.getEpisode();
    boolean begins = now.getTransition() && now.getState() == AlertState.FIRING;
    return begins
        ? !firing && now.getEpisode() == episode + 1
        : firing
            && now.getEpisode() == episode
            && now.getTransition() == (now.getState() == AlertState.RESOLVED);
  }

  @Override
  public void close() {
    follower.close();
  }
}

package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.TopicFollower;
import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the standings as they are committed, from the first to the last, and sees that none goes
 * back on itself: its time of computing never, and of a steady model the number of its results.
 */
final class StandingsWatch implements AutoCloseable {

  private record Seen(Instant updatedAt, long results) {}

  private final SoakFindings findings;
  private final Map<String, Seen> seen = new HashMap<>();
  private final AtomicLong revisions = new AtomicLong();
  private final TopicFollower follower;

  StandingsWatch(String bootstrapServers, SoakFindings findings) {
    this.findings = findings;
    follower =
        new TopicFollower(
            bootstrapServers,
            Topics.STANDINGS,
            this::check,
            failure -> findings.add("reading the standings failed: " + failure));
  }

  long revisions() {
    return revisions.get();
  }

  /** Waits for what has been committed by now. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return follower.awaitEnd(patience);
  }

  private void check(ConsumerRecord<byte[], byte[]> record) {
    revisions.incrementAndGet();
    String key = new String(record.key(), StandardCharsets.UTF_8);
    Seen before = seen.get(key);
    Seen now = read(key, record.value());
    if (now == null) {
      seen.remove(key);
      if (key.startsWith(SoakEvents.STEADY)) {
        findings.add("%s was removed at offset %d".formatted(key, record.offset()));
      }
      return;
    }
    seen.put(key, now);
    if (before == null) {
      return;
    }
    if (now.updatedAt().isBefore(before.updatedAt())
        || key.startsWith(SoakEvents.STEADY) && now.results() < before.results()) {
      findings.add(
          "%s went back on itself at partition %d, offset %d: from %s to %s"
              .formatted(key, record.partition(), record.offset(), before, now));
    }
  }

  private Seen read(String key, byte[] value) {
    if (value == null) {
      return null;
    }
    try {
      Standing standing = StoredRecord.read(Standing.class, value);
      return new Seen(standing.getUpdatedAt(), TallyRecords.results(standing));
    } catch (IOException e) {
      findings.add("unreadable standing " + key + ": " + e);
      return null;
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}

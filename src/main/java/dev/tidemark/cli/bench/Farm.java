package dev.tidemark.cli.bench;

import dev.tidemark.kafka.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the bench's results in their order, and knows what they must come to. */
final class Farm implements AutoCloseable {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LAST_EXTRAS_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What is sent besides, while results stream. */
  @FunctionalInterface
  interface Extras {

    /** None. */
    Extras NONE = now -> List.of();

    /**
     * What is due.
     *
     * @param now by {@link System#nanoTime()}
     * @return results that standings count; each is sent
     */
    List<SpecificRecord> due(long now);

    /** Whether anything that was due by then has yet to be sent. */
    default boolean waits(long then) {
      return false;
    }
  }

  private final BenchEvents events;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;
  private long bad;
  private long counted;

  Farm(String bootstrapServers, BenchEvents events) {
    this.events = events;
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Results sent, good and bad, without extras. */
  long sent() {
    return sent;
  }

  /** Results that no decoder takes. */
  long bad() {
    return bad;
  }

  /** Results that standings count, each identity and month once. */
  long counted() {
    return counted;
  }

  /** Sends up to so many in all, as fast as the broker takes them. */
  void sendUpTo(long results) {
    while (sent < results) {
      next();
    }
    flush();
  }

  /**
   * Sends at a steady rate.
   *
   * @param rate results a second
   * @param extras sent besides, and counted
   * @return by key of the standing: when each of these results that it counts was due to be sent,
   *     by {@link System#nanoTime()}: what holds the sending up is part of a result's way
   */
  Map<String, List<Long>> stream(int rate, Duration time, Extras extras)
      throws InterruptedException {
    Map<String, List<Long>> times = new HashMap<>();
    long all = rate * time.toSeconds();
    long start = System.nanoTime();
    for (long i = 0; i < all; ) {
      long due = Math.min(all, (System.nanoTime() - start) * rate / 1_000_000_000L + 1);
      for (; i < due; i++) {
        String standing = events.standing(sent);
        if (next()) {
          times
              .computeIfAbsent(standing, any -> new ArrayList<>())
              .add(start + i * 1_000_000_000L / rate);
        }
      }
      send(extras.due(System.nanoTime()));
      TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
    }
    long end = System.nanoTime();
    while (extras.waits(end) && System.nanoTime() - end < LAST_EXTRAS_NANOS) {
      send(extras.due(end));
      TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
    }
    flush();
    return times;
  }

  private void send(List<SpecificRecord> extras) {
    extras.forEach(extra -> send(BenchEvents.record(extra)));
    counted += extras.size();
  }

  private boolean next() {
    send(events.record(sent));
    boolean counts = events.counts(sent);
    bad += events.bad(sent) ? 1 : 0;
    counted += counts ? 1 : 0;
    sent++;
    return counts;
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(
        record,
        (metadata, refused) -> {
          if (refused != null) {
            failure.set(refused);
          }
        });
  }

  private void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the broker refused a result", failure.get());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}

package dev.tidemark.serving;

import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The standings as this node serves them: the whole compacted topic, read from its beginning at
 * each start and followed from there, committed records only. It doesn't depend on the topology:
 * while that restarts, the standings stay.
 */
@ApplicationScoped
public class StandingsView {

  private static final Logger LOG = Logger.getLogger(StandingsView.class);

  private final ConcurrentSkipListMap<Period, Map<String, Entry>> periods =
      new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Period, Long> changes = new ConcurrentSkipListMap<>();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final Counter unreadable;

  /** A standing and its tally, ready to be scored under another method. */
  public record Entry(Standing standing, Tally tally) {

    /**
     * Whether a result counts; of one whose results are all withdrawn only the retractions show.
     */
    boolean counts() {
      return tally.counts();
    }
  }

  StandingsView(MeterRegistry meters) {
    unreadable =
        Counter.builder("tidemark.standings.unreadable")
            .description("Records of the standings topic that could not be read")
            .register(meters);
  }

  /** Follows the topic; one batch at a time, in order. */
  @Incoming("standings")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      apply(record);
      consumed.incrementAndGet();
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      int separator = record.key() == null ? -1 : record.key().lastIndexOf('|');
      if (separator < 0) {
        throw new IllegalArgumentException("the key is not model|period");
      }
      Period period = Period.parse(record.key().substring(separator + 1));
      String model = record.key().substring(0, separator);
      if (record.value() == null) {
        remove(period, model);
      } else {
        Standing standing = Standing.fromByteBuffer(ByteBuffer.wrap(record.value()));
        periods
            .computeIfAbsent(period, any -> new ConcurrentHashMap<>())
            .put(model, new Entry(standing, TallyRecords.fromRecord(standing.getTally())));
      }
      // After the change: who asks for the version first and reads then, reads nothing older.
      changes.put(period, version.incrementAndGet());
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the view.
      unreadable.increment();
      LOG.warnf(
          "event=unreadable-standing partition=%d offset=%d error=%s",
          record.partition(), record.offset(), e.getClass().getSimpleName());
    }
  }

  private void remove(Period period, String model) {
    Map<String, Entry> models = periods.get(period);
    if (models != null && models.remove(model) != null && models.isEmpty()) {
      periods.remove(period);
    }
  }

  /** Grows with every change. */
  public long version() {
    return version.get();
  }

  /** The version at which a standing of this period, or of an earlier one, last changed. */
  public long version(Period period) {
    return changes.headMap(period, true).values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  /** Records taken in since the start. */
  long consumed() {
    return consumed.get();
  }

  /** The periods in which a result counts, oldest first. */
  public NavigableSet<Period> periods() {
    NavigableSet<Period> counted = new TreeSet<>();
    periods.forEach(
        (period, models) -> {
          if (models.values().stream().anyMatch(Entry::counts)) {
            counted.add(period);
          }
        });
    return counted;
  }

  /** Whether a result of this model counts in this period. */
  boolean counts(String model, Period period) {
    Entry entry = entries(period).get(model);
    return entry != null && entry.counts();
  }

  /** The entries of one period by model; empty if it has none. */
  public Map<String, Entry> entries(Period period) {
    return periods.getOrDefault(period, Map.of());
  }

  /** One model's entries up to and including a period, oldest first. */
  public NavigableMap<Period, Entry> history(String model, Period upTo) {
    NavigableMap<Period, Entry> history = new TreeMap<>();
    periods
        .headMap(upTo, true)
        .forEach(
            (period, models) -> {
              Entry entry = models.get(model);
              if (entry != null) {
                history.put(period, entry);
              }
            });
    return history;
  }
}

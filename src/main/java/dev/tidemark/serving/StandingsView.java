package dev.tidemark.serving;

import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
public class StandingsView implements BoundedView {

  private static final Logger LOG = Logger.getLogger(StandingsView.class);

  private static final KeptStandings NONE = new KeptStandings(0);

  private final ConcurrentSkipListMap<Period, Long> changes = new ConcurrentSkipListMap<>();
  private final AtomicLong version = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final SeenOffsets seen = new SeenOffsets();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Counter unreadable;
  private final int most;
  private volatile KeptStandings kept;

  /**
   * A standing and its tally, ready to be scored under another method.
   *
   * @param standing with an empty tally: it would be there twice
   * @param partition where its record stands
   */
  public record Entry(Standing standing, Tally tally, int partition, long offset) {

    /**
     * Whether a result counts; of one whose results are all withdrawn only the retractions show.
     */
    boolean counts() {
      return tally.counts();
    }
  }

  @Inject
  StandingsView(ServingConfig config, MeterRegistry meters) {
    this(config.maxStandings(), meters);
  }

  /**
   * @param most standings kept
   */
  StandingsView(int most, MeterRegistry meters) {
    this.most = most;
    kept = new KeptStandings(most);
    unreadable =
        Counter.builder("tidemark.standings.unreadable")
            .description("Records of the standings topic that could not be read")
            .register(meters);
    Gauge.builder("tidemark.standings.left.out", this, StandingsView::leftOut)
        .description("Standings beyond tidemark.serve.max-standings, which aren't served")
        .register(meters);
  }

  /**
   * Has a listener told of each batch of records as soon as it is served. It must return at once:
   * the view waits for it.
   */
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Follows the topic; one batch at a time, in order. */
  @Incoming("standings")
  @Blocking
  synchronized void consume(ConsumerRecords<String, byte[]> records) {
    int before = kept.leftOut();
    // Of several revisions in a batch the last one counts; the others need not be decoded.
    Map<String, ConsumerRecord<String, byte[]>> last = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      if (seen.first(record)) {
        last.put(record.key(), record);
      }
    }
    last.values().forEach(this::apply);
    consumed.addAndGet(records.count());
    logLeftOut(before);
    listeners.forEach(Runnable::run);
  }

  @Override
  public String topic() {
    return Topics.STANDINGS;
  }

  @Override
  public void readAnew(TopicReading topic) {
    KeptStandings anew = new KeptStandings(most);
    topic.fill(record -> takeAgain(record, anew), anew::promote);
    synchronized (this) {
      topic.toEnd(record -> takeAgain(record, anew));
      topic.positions().forEach(seen::before);
      KeptStandings old = kept;
      kept = anew;
      Set<Period> touched = new TreeSet<>(old.periods().keySet());
      touched.addAll(anew.periods().keySet());
      touched.forEach(this::touch);
      logLeftOut(old.leftOut());
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  public synchronized boolean lacks() {
    return kept.lacks();
  }

  @Override
  public int leftOut() {
    return kept.leftOut();
  }

  @Override
  public int most() {
    return most;
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      // After the change: who asks for the version first and reads then, reads nothing older.
      kept.take(record, NONE).forEach(this::touch);
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the view.
      unreadable.increment();
      LOG.warnf(
          "event=unreadable-standing partition=%d offset=%d error=%s",
          record.partition(), record.offset(), e.getClass().getSimpleName());
    }
  }

  private void takeAgain(ConsumerRecord<String, byte[]> record, KeptStandings into) {
    try {
      into.take(record, kept);
    } catch (IOException | RuntimeException e) {
      LOG.debugf("event=unreadable-standing-again offset=%d", record.offset());
    }
  }

  /** The period's version first: who knows the view's knows of the change. One thread at a time. */
  private void touch(Period period) {
    long next = version.get() + 1;
    changes.put(period, next);
    version.set(next);
  }

  /** Once when it begins and once when it is over: whoever is flooded needs no line a name. */
  private void logLeftOut(int before) {
    int now = kept.leftOut();
    if (before == 0 && now > 0) {
      LOG.warnf(
          "event=standings-left-out most=%d more standings than tidemark.serve.max-standings:"
              + " is somebody inventing model names?",
          most);
    } else if (before > 0 && now == 0) {
      LOG.infof("event=standings-complete-again most=%d", most);
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
    kept.periods()
        .forEach(
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
    return kept.periods().getOrDefault(period, Map.of());
  }

  /** One model's entries up to and including a period, oldest first. */
  public NavigableMap<Period, Entry> history(String model, Period upTo) {
    NavigableMap<Period, Entry> history = new TreeMap<>();
    kept.periods()
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

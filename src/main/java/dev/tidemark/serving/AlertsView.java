package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.scoring.Period;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The alerts as this node serves them: the whole compacted topic, read from its beginning at each
 * start and followed from there, committed records only.
 */
@ApplicationScoped
public class AlertsView {

  /**
   * Resolved alerts that are kept, the last to resolve: a process that never ends must not grow.
   */
  static final int MOST_RESOLVED = 10_000;

  /** Firing ones first; among each, the newest transition first. */
  static final Comparator<Alert> ORDER =
      Comparator.comparing(Alert::getState)
          .thenComparing(AlertsView::since, Comparator.reverseOrder())
          .thenComparing(AlertsView::place);

  private static final Logger LOG = Logger.getLogger(AlertsView.class);

  /** By {@link #place}, so that the alerts of a model and month stand together. */
  private final ConcurrentSkipListMap<String, Alert> alerts = new ConcurrentSkipListMap<>();

  /** The first is the next to be forgotten. For the consuming thread alone. */
  private final TreeSet<Alert> resolved = new TreeSet<>(ORDER.reversed());

  private final AtomicLong version = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final SeenOffsets seen = new SeenOffsets();
  private final Counter unreadable;

  AlertsView(MeterRegistry meters) {
    unreadable =
        Counter.builder("tidemark.alerts.unreadable")
            .description("Records of the alerts topic that could not be read")
            .register(meters);
  }

  /** Follows the topic; one batch at a time, in order. */
  @Incoming("alerts")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      if (seen.first(record)) {
        apply(record);
      }
      consumed.incrementAndGet();
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.value() == null) {
        remove(record.key());
      } else {
        Alert alert = StoredRecord.read(Alert.class, record.value());
        Period.parse(alert.getPeriod());
        if (!key(alert).equals(record.key())) {
          throw new IllegalArgumentException("the key is not that of the alert");
        }
        put(alert);
      }
      version.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the view.
      unreadable.increment();
      LOG.warnf(
          "event=unreadable-alert partition=%d offset=%d error=%s",
          record.partition(), record.offset(), e.getClass().getSimpleName());
    }
  }

  private void put(Alert alert) {
    forget(alerts.put(place(alert), alert));
    if (alert.getState() == AlertState.RESOLVED) {
      resolved.add(alert);
      if (resolved.size() > MOST_RESOLVED) {
        alerts.remove(place(resolved.pollFirst()));
      }
    }
  }

  private void remove(String key) {
    String[] parts = key.split("\\|", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("the key is not rule|model|board|period");
    }
    forget(alerts.remove(place(parts[3], parts[1], parts[0], parts[2])));
  }

  private void forget(Alert replaced) {
    if (replaced != null && replaced.getState() == AlertState.RESOLVED) {
      resolved.remove(replaced);
    }
  }

  /** All alerts: those that stand, and the newest of those that were resolved. In no order. */
  public Collection<Alert> all() {
    return Collections.unmodifiableCollection(alerts.values());
  }

  /**
   * The alerts that stand about a model in a period, the most urgent first.
   *
   * @param model canonical name
   */
  public List<Alert> firing(String model, Period period) {
    String first = period + "|" + model + '|';
    return alerts.subMap(first, first + Character.MAX_VALUE).values().stream()
        .filter(AlertsView::isFiring)
        .sorted(Comparator.comparing(Alert::getSeverity).reversed().thenComparing(ORDER))
        .toList();
  }

  /** Grows with every change. */
  public long version() {
    return version.get();
  }

  /** Records taken in since the start. */
  long consumed() {
    return consumed.get();
  }

  static boolean isFiring(Alert alert) {
    return alert.getState() == AlertState.FIRING;
  }

  /** The record key: {@code RULE|model|board|period}, the board in lower case. */
  static String key(Alert alert) {
    return "%s|%s|%s|%s"
        .formatted(alert.getRule(), alert.getModel(), board(alert), alert.getPeriod());
  }

  /** The board as parameters and keys have it. */
  static String board(Alert alert) {
    return alert.getBoard().name().toLowerCase(Locale.ROOT);
  }

  private static Instant since(Alert alert) {
    return alert.getResolvedAt() == null ? alert.getFiredAt() : alert.getResolvedAt();
  }

  private static String place(Alert alert) {
    return place(alert.getPeriod(), alert.getModel(), alert.getRule().name(), board(alert));
  }

  private static String place(String period, String model, String rule, String board) {
    return period + '|' + model + '|' + rule + '|' + board;
  }
}

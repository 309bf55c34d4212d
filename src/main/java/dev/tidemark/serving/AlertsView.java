package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Period;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
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
public class AlertsView implements BoundedView {

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

  private final AtomicLong version = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final SeenOffsets seen = new SeenOffsets();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Counter unreadable;
  private final int most;
  private volatile KeptAlerts kept;

  @Inject
  AlertsView(ServingConfig config, MeterRegistry meters) {
    this(config.maxAlerts(), meters);
  }

  /**
   * @param most alerts kept of those that stand
   */
  AlertsView(int most, MeterRegistry meters) {
    this.most = most;
    kept = new KeptAlerts(most);
    unreadable =
        Counter.builder("tidemark.alerts.unreadable")
            .description("Records of the alerts topic that could not be read")
            .register(meters);
    Gauge.builder("tidemark.alerts.left.out", this, AlertsView::leftOut)
        .description("Alerts that stand beyond tidemark.serve.max-alerts, which aren't served")
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
  @Incoming("alerts")
  @Blocking
  synchronized void consume(ConsumerRecords<String, byte[]> records) {
    int before = kept.leftOut();
    for (ConsumerRecord<String, byte[]> record : records) {
      if (seen.first(record)) {
        apply(record);
      }
      consumed.incrementAndGet();
    }
    logLeftOut(before);
    listeners.forEach(Runnable::run);
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      kept.take(record);
      version.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the view.
      unreadable.increment();
      LOG.warnf(
          "event=unreadable-alert partition=%d offset=%d error=%s",
          record.partition(), record.offset(), e.getClass().getSimpleName());
    }
  }

  @Override
  public String topic() {
    return Topics.ALERTS;
  }

  @Override
  public void readAnew(TopicReading topic) {
    KeptAlerts anew = new KeptAlerts(most);
    topic.fill(record -> takeAgain(record, anew), anew::promote);
    synchronized (this) {
      topic.toEnd(record -> takeAgain(record, anew));
      topic.positions().forEach(seen::before);
      int before = kept.leftOut();
      kept = anew;
      version.incrementAndGet();
      logLeftOut(before);
      listeners.forEach(Runnable::run);
    }
  }

  private static void takeAgain(ConsumerRecord<String, byte[]> record, KeptAlerts into) {
    try {
      into.take(record);
    } catch (IOException | RuntimeException e) {
      LOG.debugf("event=unreadable-alert-again offset=%d", record.offset());
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

  /** Once when it begins and once when it is over: whoever is flooded needs no line an alert. */
  private void logLeftOut(int before) {
    int now = kept.leftOut();
    if (before == 0 && now > 0) {
      LOG.warnf(
          "event=alerts-left-out most=%d more alerts stand than tidemark.serve.max-alerts:"
              + " is somebody inventing model names?",
          most);
    } else if (before > 0 && now == 0) {
      LOG.infof("event=alerts-complete-again most=%d", most);
    }
  }

  /**
   * All alerts that are kept: of those that stand the first {@link #most}, of those that were
   * resolved the newest. In no order.
   */
  public Collection<Alert> all() {
    return Collections.unmodifiableCollection(kept.alerts().values());
  }

  /**
   * The alerts that stand about a model in a period, the most urgent first.
   *
   * @param model canonical name
   */
  public List<Alert> firing(String model, Period period) {
    String first = period + "|" + model + '|';
    return kept.alerts().subMap(first, first + Character.MAX_VALUE).values().stream()
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

  /** Where it stands among all, see {@link AlertKey#place}. */
  static String place(Alert alert) {
    return alert.getPeriod()
        + '|'
        + alert.getModel()
        + '|'
        + alert.getRule().name()
        + '|'
        + board(alert);
  }
}

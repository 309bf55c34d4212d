package dev.tidemark.alerting;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.alerting.Sender.Verdict;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryOutcome;
import dev.tidemark.event.DeliveryReceiver;
import dev.tidemark.event.Quoted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.jboss.logging.Logger;

/** What delivery shows of itself: in the log, as metrics, and to the health check. */
@ApplicationScoped
public class DeliveryReports {

  private static final Logger LOG = Logger.getLogger(DeliveryReports.class);

  private final MeterRegistry meters;
  private final Map<String, Report> reports = new ConcurrentHashMap<>();

  /**
   * One receiver, as the active dispatcher sees it.
   *
   * @param failingSince null while it takes messages
   * @param pending transitions that wait for it
   */
  record Report(Instant failingSince, int pending) {}

  DeliveryReports(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Makes the metrics of these receivers; they have no value where this node isn't active. */
  void watch(List<Receiver> receivers) {
    for (Receiver receiver : receivers) {
      String name = receiver.name();
      gauge(name, "pending", "Transitions that wait for the receiver", Report::pending);
      gauge(
          name,
          "up",
          "Whether the receiver takes messages",
          report -> report.failingSince() == null ? 1 : 0);
      for (DeliveryOutcome outcome : DeliveryOutcome.values()) {
        count(name, outcome.name(), 0);
      }
      count(name, "FAILED", 0);
    }
  }

  private void gauge(String name, String what, String text, ToDoubleFunction<Report> value) {
    Gauge.builder(
            "tidemark.alert." + (what.equals("up") ? "receiver.up" : "delivery.pending"),
            () -> report(name).map(value::applyAsDouble).orElse(Double.NaN))
        .description(text)
        .tag("receiver", name)
        .register(meters);
  }

  private void count(String receiver, String outcome, int by) {
    meters
        .counter(
            "tidemark.alert.deliveries",
            "receiver",
            receiver,
            "outcome",
            outcome.toLowerCase(Locale.ROOT))
        .increment(by);
  }

  /** Empty if this node isn't the active one. */
  Optional<Report> report(String receiver) {
    return Optional.ofNullable(reports.get(receiver));
  }

  void active(ReceiverQueue queue, int pending) {
    reports.put(queue.receiver().name(), new Report(queue.status().failingSince(), pending));
  }

  void inactive() {
    reports.clear();
  }

  void answered(Receiver receiver, Transition transition, Answer answer) {
    if (answer.verdict() != Verdict.ACCEPTED) {
      count(receiver.name(), "FAILED", 1);
      LOG.warnf(
          "event=alert-not-taken receiver=%s id=%s answer=\"%s\"",
          receiver.name(), transition.id(), answer.words());
    }
  }

  void recorded(SpecificRecord row) {
    if (row instanceof Delivery delivery) {
      recorded(delivery);
    } else if (row instanceof DeliveryReceiver receiver) {
      if (receiver.getFailingSince() == null) {
        LOG.infof("event=alert-receiver-up receiver=%s", receiver.getReceiver());
      } else {
        LOG.warnf("event=alert-receiver-down receiver=%s", receiver.getReceiver());
      }
    }
  }

  private void recorded(Delivery delivery) {
    if (Unanswered.is(delivery)) {
      return; // settles nothing, and the try was reported as failed
    }
    count(delivery.getReceiver(), delivery.getOutcome().name(), 1);
    String line =
        "event=alert-%s receiver=%s alert=%s episode=%d state=%s attempts=%d%s"
            .formatted(
                delivery.getOutcome().name().toLowerCase(Locale.ROOT),
                delivery.getReceiver(),
                alert(delivery.getAlert()),
                delivery.getEpisode(),
                delivery.getState(),
                delivery.getAttempts(),
                delivery.getReason() == null ? "" : " reason=\"" + delivery.getReason() + '"');
    switch (delivery.getOutcome()) {
      case DELIVERED -> LOG.info(line);
      case ABANDONED, UNCERTAIN -> LOG.warn(line);
      case SUPPRESSED -> LOG.debug(line);
    }
  }

  /** Part by part, so that no long name hides the rest. */
  private static String alert(String key) {
    return Arrays.stream(key.split("\\|")).map(Quoted::of).collect(Collectors.joining("|"));
  }
}

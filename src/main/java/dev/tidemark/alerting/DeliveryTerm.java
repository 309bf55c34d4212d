package dev.tidemark.alerting;

import dev.tidemark.alerting.Sender.Answer;
import dev.tidemark.event.Alert;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One membership in the group of dispatchers: stands by, and while it has the alerts' partition,
 * delivers. All state is of one thread, which also runs the calls of the rebalance listener;
 * answers come in through a queue.
 */
final class DeliveryTerm implements ConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(DeliveryTerm.class);
  private static final TopicPartition ALERTS = new TopicPartition(Topics.ALERTS, 0);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration BUSY = Duration.ofMillis(10);
  private static final Duration CLOSE = Duration.ofSeconds(3);

  /**
   * Who was stopped for this long may have been replaced without knowing it yet: shorter than the
   * session timeout less a heartbeat.
   */
  private static final Duration LEASE = Duration.ofSeconds(5);

  /** How long a successor waits for the answers that are still out. */
  private static final Duration HANDOVER = Duration.ofSeconds(10);

  private final DeliveryClients clients;
  private final Map<String, ReceiverQueue> queues = new LinkedHashMap<>();
  private final Sender sender;
  private final Silences silences;
  private final DeliveryReports reports;
  private final Clock clock;
  private final BooleanSupplier stopped;
  private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
  private Consumer<String, byte[]> consumer;
  private DeliveryLog log;
  private boolean owner;
  private long end;
  private long heard;

  private record Answered(ReceiverQueue queue, Transition transition, Answer answer) {}

  DeliveryTerm(
      DeliveryClients clients,
      List<ReceiverQueue> queues,
      Sender sender,
      Silences silences,
      DeliveryReports reports,
      Clock clock,
      BooleanSupplier stopped) {
    this.clients = clients;
    queues.forEach(queue -> this.queues.put(queue.receiver().name(), queue));
    this.sender = sender;
    this.silences = silences;
    this.reports = reports;
    this.clock = clock;
    this.stopped = stopped;
  }

  /**
   * Runs until told to stop, or until the partition goes to another one.
   *
   * @throws RuntimeException if the cluster fails or somebody else may be active; start anew then
   */
  void run() {
    consumer = clients.candidate();
    try {
      consumer.subscribe(List.of(Topics.ALERTS), this);
      boolean served = false;
      while (!stopped.getAsBoolean() && !(served && log == null)) {
        ConsumerRecords<String, byte[]> records =
            consumer.poll(queues.values().stream().allMatch(ReceiverQueue::idle) ? IDLE : BUSY);
        if (log != null) {
          renewLease();
        } else if (owner) {
          begin();
          served = true;
        }
        if (log != null) {
          records.forEach(this::add);
          if (consumer.position(ALERTS) >= end && silences.caughtUp()) {
            step();
          }
        }
      }
    } catch (RuntimeException e) {
      drop(); // before the consumer's last words, which would record what another may have by now
      throw e;
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE));
      drop();
    }
  }

  private void begin() {
    log = DeliveryLog.open(clients, queues);
    end = consumer.endOffsets(List.of(ALERTS)).get(ALERTS);
    Instant now = clock.instant();
    // Written also where nothing changed: it fails if somebody else has begun meanwhile.
    log.write(queues.values().stream().map(of -> of.status().introduce(now, end)).toList());
    heard = System.nanoTime();
    LOG.infof("event=delivery-active receivers=%s", queues.keySet());
  }

  private void renewLease() {
    requireLease();
    heard = System.nanoTime();
  }

  private void requireLease() {
    if (System.nanoTime() - heard > LEASE.toNanos()) {
      throw new IllegalStateException("stalled for too long to be sure of being the only one");
    }
  }

  private void add(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    try {
      Alert alert = StoredRecord.read(Alert.class, record.value());
      Transition transition = new Transition(record.key(), alert, false);
      queues.values().forEach(queue -> queue.add(transition, record.offset()));
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end delivery.
      LOG.warnf(
          "event=unreadable-alert offset=%d error=%s",
          record.offset(), e.getClass().getSimpleName());
    }
  }

  /** Records what came back, then sends what is due: nothing is sent before it is recorded. */
  private void step() {
    Instant now = clock.instant();
    List<SpecificRecord> rows = new ArrayList<>();
    for (Answered answered = answers.poll(); answered != null; answered = answers.poll()) {
      rows.addAll(settle(answered, now));
    }
    Map<ReceiverQueue, ReceiverQueue.Plan> plans = new LinkedHashMap<>();
    for (ReceiverQueue queue : queues.values()) {
      ReceiverQueue.Plan plan = queue.plan(now, alert -> silences.silenced(alert, now));
      rows.addAll(plan.rows());
      plans.put(queue, plan);
    }
    write(rows);
    plans.forEach(
        (queue, plan) -> {
          reports.active(queue, plan.left());
          plan.sends().forEach(transition -> send(queue, transition));
        });
  }

  private List<SpecificRecord> settle(Answered answered, Instant now) {
    reports.answered(answered.queue().receiver(), answered.transition(), answered.answer());
    return answered.queue().answered(answered.transition(), answered.answer(), now);
  }

  private void write(List<SpecificRecord> rows) {
    if (!rows.isEmpty()) {
      log.write(rows);
      rows.forEach(reports::recorded);
    }
  }

  private void send(ReceiverQueue queue, Transition transition) {
    requireLease();
    sender
        .send(queue.receiver(), transition)
        .thenAccept(answer -> answers.add(new Answered(queue, transition, answer)));
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.contains(ALERTS)) {
      owner = true;
      consumer.seekToBeginning(List.of(ALERTS));
    }
  }

  /** Waits for the answers that are out, so that the successor repeats as little as possible. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (!partitions.contains(ALERTS) || log == null) {
      return;
    }
    long deadline = System.nanoTime() + (stopped.getAsBoolean() ? CLOSE : HANDOVER).toNanos();
    try {
      while (!queues.values().stream().allMatch(ReceiverQueue::idle)) {
        Answered answered = answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (answered == null) {
          break;
        }
        write(settle(answered, clock.instant()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    if (partitions.contains(ALERTS)) {
      drop();
    }
  }

  private void drop() {
    owner = false;
    if (log != null) {
      log.close();
      log = null;
      reports.inactive();
      LOG.info("event=delivery-standby");
    }
  }
}

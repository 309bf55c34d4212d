package dev.tidemark.alerting;

import dev.tidemark.event.Alert;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Glob;
import dev.tidemark.event.Silence;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The silences: the whole topic as this node has read it, and a way to write to it. */
@ApplicationScoped
public class Silences {

  private static final Logger LOG = Logger.getLogger(Silences.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.SILENCES, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WRITE = Duration.ofSeconds(15);
  private static final int PAUSE_SECONDS = 1;

  private final DeliveryClients clients;
  private final boolean here;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread reading = new Thread(this::follow, "tidemark-silences");
  private volatile Map<String, Silence> silences = new ConcurrentHashMap<>();
  private volatile boolean caughtUp;
  private Producer<String, byte[]> producer;

  Silences(
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      @ConfigProperty(name = "tidemark.roles") Set<String> roles) {
    this.clients = new DeliveryClients(bootstrapServers);
    this.here = roles.contains("deliver");
    reading.setDaemon(true);
  }

  void start(@Observes @Priority(150) StartupEvent event) {
    if (here) {
      reading.start();
    }
  }

  void stop(@Observes @Priority(150) ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    reading.join(2 * POLL.toMillis());
    synchronized (this) {
      if (producer != null) {
        producer.close(Duration.ofSeconds(1));
      }
    }
  }

  /** Whether all that stood in the topic when the reading began has been read. */
  boolean caughtUp() {
    return caughtUp;
  }

  boolean silenced(Alert alert, Instant now) {
    return silences.values().stream()
        .anyMatch(silence -> now.isBefore(silence.getUntil()) && matches(silence, alert));
  }

  private static boolean matches(Silence silence, Alert alert) {
    return (silence.getRule() == null || silence.getRule() == alert.getRule())
        && (silence.getModel() == null || Glob.matches(silence.getModel(), alert.getModel()))
        && (silence.getProvider() == null || silence.getProvider().equals(alert.getProvider()));
  }

  /** Those that last, the next to end first. */
  List<Silence> lasting(Instant now) {
    return silences.values().stream()
        .filter(silence -> now.isBefore(silence.getUntil()))
        .sorted(Comparator.comparing(Silence::getUntil).thenComparing(Silence::getId))
        .toList();
  }

  /**
   * Records a silence, which holds from now on.
   *
   * @throws IOException if the broker doesn't acknowledge it in time; it may hold all the same
   */
  void put(Silence silence) throws IOException, InterruptedException {
    write(silence.getId(), EventCodec.encode(silence));
    silences.put(silence.getId(), silence);
    LOG.infof("event=silence-set id=%s until=%s", silence.getId(), silence.getUntil());
  }

  /** Ends one before its time, as {@link #put}. */
  void lift(String id) throws IOException, InterruptedException {
    write(id, null);
    silences.remove(id);
    LOG.infof("event=silence-lifted id=%s", id);
  }

  private void write(String id, byte[] value) throws IOException, InterruptedException {
    try {
      writer()
          .send(new ProducerRecord<>(Topics.SILENCES, id, value))
          .get(WRITE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new IOException("the broker did not acknowledge it in time", e);
    }
  }

  private synchronized Producer<String, byte[]> writer() {
    if (producer == null) {
      producer = clients.writer();
    }
    return producer;
  }

  private void follow() {
    while (stopped.getCount() > 0) {
      try (Consumer<String, byte[]> reader = clients.reader()) {
        follow(reader);
      } catch (KafkaException e) {
        LOG.warnf("event=silences-unread error=%s", e.getClass().getSimpleName());
        pause();
      }
    }
  }

  private void follow(Consumer<String, byte[]> reader) {
    // A map of its own, so that what was taken back meanwhile doesn't stay.
    Map<String, Silence> read = new ConcurrentHashMap<>();
    reader.assign(List.of(PARTITION));
    reader.seekToBeginning(List.of(PARTITION));
    long end = reader.endOffsets(List.of(PARTITION)).get(PARTITION);
    while (stopped.getCount() > 0) {
      reader.poll(POLL).forEach(record -> apply(record, read));
      if (silences != read && reader.position(PARTITION) >= end) {
        silences = read;
        caughtUp = true;
      }
    }
  }

  private static void apply(ConsumerRecord<String, byte[]> record, Map<String, Silence> silences) {
    if (record.key() == null) {
      return;
    }
    try {
      if (record.value() == null) {
        silences.remove(record.key());
      } else {
        silences.put(record.key(), StoredRecord.read(Silence.class, record.value()));
      }
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the reading.
      LOG.warnf(
          "event=unreadable-silence offset=%d error=%s",
          record.offset(), e.getClass().getSimpleName());
    }
  }

  private void pause() {
    try {
      stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

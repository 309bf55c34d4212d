package dev.tidemark.alerting;

import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryReceiver;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What has been delivered, in Kafka. One process writes at a time: opening it ends the writing of
 * whoever had it before, also if that one doesn't know yet.
 */
final class DeliveryLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DeliveryLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.DELIVERIES, 0);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Producer<String, byte[]> producer;

  private DeliveryLog(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Takes the log over and gives each queue what stands there of its receiver. */
  static DeliveryLog open(DeliveryClients clients, Map<String, ReceiverQueue> queues) {
    DeliveryLog log = new DeliveryLog(clients.fencedWriter());
    try (Consumer<String, byte[]> reader = clients.reader()) {
      log.producer.initTransactions();
      reader.assign(List.of(PARTITION));
      reader.seekToBeginning(List.of(PARTITION));
      long end = reader.endOffsets(List.of(PARTITION)).get(PARTITION);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (reader.position(PARTITION) < end) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(Topics.DELIVERIES + " could not be read in time");
        }
        reader.poll(POLL).forEach(record -> recall(record, queues));
      }
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static void recall(
      ConsumerRecord<String, byte[]> record, Map<String, ReceiverQueue> queues) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    int separator = record.key().indexOf('|');
    String receiver = separator < 0 ? record.key() : record.key().substring(0, separator);
    ReceiverQueue queue = queues.get(receiver);
    if (queue == null) {
      return; // no longer configured
    }
    try {
      if (separator < 0) {
        queue.status().recall(StoredRecord.read(DeliveryReceiver.class, record.value()));
      } else {
        queue.recall(StoredRecord.read(Delivery.class, record.value()));
      }
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end delivery.
      LOG.warnf(
          "event=unreadable-delivery offset=%d error=%s",
          record.offset(), e.getClass().getSimpleName());
    }
  }

  /**
   * Records rows, all or none; returns once every replica has them.
   *
   * @throws org.apache.kafka.common.KafkaException if they could not be written, or another process
   *     has the log by now; this one is of no use any more then
   */
  void write(List<? extends SpecificRecord> rows) {
    producer.beginTransaction();
    rows.forEach(
        row ->
            producer.send(
                new ProducerRecord<>(Topics.DELIVERIES, key(row), EventCodec.encode(row))));
    producer.commitTransaction();
  }

  private static String key(SpecificRecord row) {
    return row instanceof Delivery delivery
        ? delivery.getReceiver() + '|' + delivery.getAlert()
        : ((DeliveryReceiver) row).getReceiver();
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}

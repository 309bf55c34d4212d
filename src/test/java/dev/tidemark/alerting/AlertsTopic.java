package dev.tidemark.alerting;

import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes to the alerts topic as the topology does. */
final class AlertsTopic implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;

  AlertsTopic(String bootstrapServers) {
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "alerts-test");
    producer = new KafkaProducer<>(settings);
    producer.initTransactions();
  }

  /** Writes these in one transaction. */
  void write(Transition... transitions) {
    producer.beginTransaction();
    for (Transition transition : transitions) {
      producer.send(
          new ProducerRecord<>(
              Topics.ALERTS,
              transition.key().getBytes(StandardCharsets.UTF_8),
              EventCodec.encode(transition.alert())));
    }
    producer.commitTransaction();
  }

  /** Writes what nobody should. */
  void writeRaw(String topic, String key, byte[] value) {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    producer.commitTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }
}

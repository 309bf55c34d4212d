package dev.tidemark.cli;

import dev.tidemark.ingest.EventLines;
import dev.tidemark.ingest.Gzip;
import dev.tidemark.ingest.ModelNames;
import dev.tidemark.ingest.PublishReport;
import dev.tidemark.ingest.Publisher;
import dev.tidemark.ingest.Stamper;
import dev.tidemark.kafka.ClientSettings;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a file's events straight to Kafka, checked and stamped as the service would. */
final class KafkaOutlet implements EventOutlet {

  private static final int IN_FLIGHT = 5_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Publisher publisher;

  /**
   * @param patience how long a record may wait for a cluster that is away
   * @param maxModels how many different models are accepted
   */
  KafkaOutlet(String bootstrapServers, Duration patience, int maxModels) {
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    Duration wait =
        patience.compareTo(ClientSettings.DELIVERY_TIMEOUT) < 0
            ? ClientSettings.DELIVERY_TIMEOUT
            : patience;
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(wait.toMillis()));
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    publisher =
        new Publisher(
            new Stamper(InstantSource.system()),
            new ModelNames(maxModels),
            this::send,
            IN_FLIGHT,
            wait.plusSeconds(5));
  }

  @Override
  public PublishReport publish(InputStream file, boolean gzip) throws Exception {
    return publisher.publish(EventLines.ndjson(gzip ? Gzip.open(file) : file));
  }

  private CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(topic, null, timestamp, key, value),
        (metadata, failure) -> {
          if (failure == null) {
            acknowledged.complete(null);
          } else {
            acknowledged.completeExceptionally(failure);
          }
        });
    return acknowledged;
  }

  @Override
  public void close() {
    producer.close();
  }
}

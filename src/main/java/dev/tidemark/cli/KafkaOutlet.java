package dev.tidemark.cli;

import dev.tidemark.event.Topics;
import dev.tidemark.ingest.EventLines;
import dev.tidemark.ingest.Gzip;
import dev.tidemark.ingest.ModelNames;
import dev.tidemark.ingest.PublishReport;
import dev.tidemark.ingest.Publisher;
import dev.tidemark.ingest.Stamper;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TopicAdmin;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a file's events straight to Kafka, checked and stamped as the service would. */
final class KafkaOutlet implements EventOutlet {

  private static final int IN_FLIGHT = 5_000;

  private final Set<String> missing;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Publisher publisher;

  /**
   * Asks the cluster first, so that one that isn't there, or lacks topics, is not waited for.
   *
   * @param patience how long a record may wait for a cluster that goes away later
   * @param maxModels how many different models are accepted
   * @throws dev.tidemark.kafka.ClusterUnreachableException if it doesn't answer in 15 s
   */
  KafkaOutlet(String bootstrapServers, Duration patience, int maxModels) {
    missing = missing(bootstrapServers);
    Map<String, Object> settings = ClientSettings.producer(bootstrapServers);
    Duration wait =
        patience.compareTo(ClientSettings.DELIVERY_TIMEOUT) < 0
            ? ClientSettings.DELIVERY_TIMEOUT
            : patience;
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(wait.toMillis()));
    // The first record of a topic waits in send() itself, before the delivery timeout begins.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, wait.toMillis());
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

  private static Set<String> missing(String bootstrapServers) {
    try (Admin admin = Admin.create(ClientSettings.admin(bootstrapServers))) {
      return new TopicAdmin(admin).missing(Topics.INPUTS);
    }
  }

  private CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp) {
    if (missing.contains(topic)) {
      return CompletableFuture.failedFuture(
          new UnknownTopicOrPartitionException(
              "the cluster has no topic %s: 'tidemark topics apply' makes it".formatted(topic)));
    }
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

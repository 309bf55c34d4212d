package dev.tidemark.ingest;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends events to Kafka through the channel {@code events-out}, all requests together. */
@ApplicationScoped
public class KafkaSink implements Sink {

  // A broker that frees no room for this long is behind: the sender had better come back later.
  private static final int MAX_WAIT_SECONDS = 5;

  private final Emitter<byte[]> emitter;
  private final Semaphore permits;

  /** The emitter's buffer needs no bound of its own: the permits are one. */
  public KafkaSink(
      @Channel("events-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          Emitter<byte[]> emitter,
      IngestConfig config) {
    this.emitter = emitter;
    this.permits = new Semaphore(config.maxInFlight(), true);
  }

  @Override
  public CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    if (!permitted()) {
      acknowledged.completeExceptionally(
          new IllegalStateException("the broker is behind: too many records wait for it"));
      return acknowledged;
    }
    acknowledged.whenComplete((done, failure) -> permits.release());
    OutgoingKafkaRecordMetadata<byte[]> metadata =
        OutgoingKafkaRecordMetadata.<byte[]>builder()
            .withTopic(topic)
            .withKey(key)
            .withTimestamp(Instant.ofEpochMilli(timestamp))
            .build();
    try {
      emitter.send(
          Message.of(
              value,
              Metadata.of(metadata),
              () -> done(acknowledged.complete(null)),
              failure -> done(acknowledged.completeExceptionally(failure))));
    } catch (IllegalStateException e) { // the channel has been closed
      acknowledged.completeExceptionally(e);
    }
    return acknowledged;
  }

  private boolean permitted() {
    try {
      return permits.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static CompletionStage<Void> done(boolean first) {
    return CompletableFuture.completedFuture(null);
  }
}

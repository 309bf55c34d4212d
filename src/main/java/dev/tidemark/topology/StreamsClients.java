package dev.tidemark.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jboss.logging.Logger;

/**
 * The clients of the Streams application, as Kafka Streams makes them itself, but for two things.
 * No producer takes for ever to close: a stream thread that gives its tasks up closes its producer
 * without a limit; one whose last transaction no broker answers for any more then hangs, and with
 * it the whole group, which waits for the thread. And the thread's {@link Transaction} says what
 * became of it.
 */
final class StreamsClients implements KafkaClientSupplier {

  private static final Logger LOG = Logger.getLogger(StreamsClients.class);

  /**
   * What was not committed by then is aborted, by the next producer of the thread at the latest.
   */
  private static final Duration CLOSE = Duration.ofSeconds(10);

  @Override
  public Admin getAdmin(Map<String, Object> settings) {
    return Admin.create(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
    return getConsumer(settings);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public void beginTransaction() {
        Transaction.begin();
        super.beginTransaction();
      }

      @Override
      public void commitTransaction() {
        super.commitTransaction();
        Transaction.commit();
      }

      @Override
      public void close() {
        long start = System.nanoTime();
        close(CLOSE);
        if (System.nanoTime() - start >= CLOSE.toNanos()) {
          LOG.warnf("event=producer-close-forced after=%s", CLOSE);
        }
      }
    };
  }
}

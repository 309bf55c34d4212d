package dev.tidemark.topology;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of the Streams application, as Kafka Streams makes them itself, but for two things.
 * No producer takes for ever to close: a stream thread that gives its tasks up closes its producer
 * without a limit; one whose last transaction no broker answers for any more then hangs, and with
 * it the whole group, which waits for the thread. And {@link Transaction} and {@link CommitPace}
 * hear what became of the thread's transaction.
 */
final class StreamsClients implements KafkaClientSupplier {

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
    // A thread asks for another one when the tasks that wrote with the former are closed, or are
    // going to be with their stores deleted.
    Transaction.forget();
    return new BoundedProducer(settings) {
      @Override
      public void beginTransaction() {
        Transaction.begin();
        super.beginTransaction();
      }

      @Override
      public void commitTransaction() {
        super.commitTransaction();
        Transaction.commit();
        CommitPace.ofThread().committed(System.currentTimeMillis());
      }
    };
  }
}

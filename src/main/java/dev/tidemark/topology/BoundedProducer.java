package dev.tidemark.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * A producer that doesn't take for ever to close. Kafka's own waits without a limit for the end of
 * a transaction that no broker answers for any more.
 */
public class BoundedProducer extends KafkaProducer<byte[], byte[]> {

  private static final Logger LOG = Logger.getLogger(BoundedProducer.class);

  /**
   * What was not committed by then is aborted, by the next producer of this name or by the cluster
   * when its time is up.
   */
  private static final Duration CLOSE = Duration.ofSeconds(10);

  /**
   * @param settings as of a {@link KafkaProducer}, serializers aside
   */
  public BoundedProducer(Map<String, Object> settings) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    long start = System.nanoTime();
    close(CLOSE);
    if (System.nanoTime() - start >= CLOSE.toNanos()) {
      LOG.warnf("event=producer-close-forced after=%s", CLOSE);
    }
  }
}

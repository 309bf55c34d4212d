package dev.tidemark.serving;

import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Rules;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.SchemaRegistryUnavailableException;
import dev.tidemark.event.Topics;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Who withdrew what, when and why: the retractions topic, read whole at each start and followed
 * from there. How much each of them withdrew is in the tallies, under the same name.
 */
@ApplicationScoped
public class RetractionsView {

  /** Retractions whose details are kept, the newest: a process that never ends must not grow. */
  static final int MOST = 100_000;

  private static final Logger LOG = Logger.getLogger(RetractionsView.class);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(5);

  /** By {@link RecordId#name()}, which sorts by time. */
  private final ConcurrentSkipListMap<String, Retraction> retractions =
      new ConcurrentSkipListMap<>();

  private final EventDecoder decoder;
  private final ContentHasher hasher = new ContentHasher();
  private int kept; // the map's own size is counted anew at each call
  private volatile long version;

  RetractionsView(@ConfigProperty(name = "tidemark.schema-registry.url") Optional<URI> registry) {
    decoder =
        new EventDecoder(
            registry
                .map(url -> new SchemaRegistry(url, REGISTRY_PATIENCE, REGISTRY_PATIENCE))
                .orElse(null));
  }

  /** Follows the topic; one batch at a time, in order. */
  @Incoming("retractions")
  @Blocking
  void consume(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        apply(record);
      } catch (InvalidEventException e) {
        // The topology has put it aside as a dead letter, with its reasons; it withdrew nothing.
        LOG.debugf("event=invalid-retraction offset=%d", record.offset());
      } catch (SchemaRegistryUnavailableException e) {
        // What it withdrew still shows; who and why is missing until the next start.
        LOG.warnf(
            "event=unreadable-retraction offset=%d error=no-schema-registry", record.offset());
      }
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) throws InvalidEventException {
    long timestamp = Math.max(0, record.timestamp());
    SpecificRecord event = decoder.decode(Topics.RETRACTIONS, record.value());
    if (event instanceof Retraction retraction && Rules.check(event, timestamp).isEmpty()) {
      String name = new RecordId(timestamp, hasher.hash(event)).name();
      if (retractions.put(name, retraction) == null) {
        if (++kept > MOST) {
          retractions.pollFirstEntry();
          kept--;
        }
        version = version + 1; // one thread at a time writes
      }
    }
  }

  /** Grows with every retraction that is new. */
  long version() {
    return version;
  }

  /**
   * The retraction of a name; empty if it isn't read yet or is older than those that are kept.
   *
   * @param name a {@link RecordId#name()}
   */
  public Optional<Retraction> find(String name) {
    return Optional.ofNullable(retractions.get(name));
  }
}

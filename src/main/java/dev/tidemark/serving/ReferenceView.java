package dev.tidemark.serving;

import dev.tidemark.event.Reference;
import dev.tidemark.event.ReferenceRules;
import dev.tidemark.event.StoredRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Published scores as this node serves them: the whole compacted topic, kept apart from ours. */
@ApplicationScoped
public class ReferenceView {

  private static final Logger LOG = Logger.getLogger(ReferenceView.class);

  private final ConcurrentMap<String, Reference> references = new ConcurrentHashMap<>();
  private final SeenOffsets seen = new SeenOffsets();
  private final Counter unreadable;

  ReferenceView(MeterRegistry meters) {
    unreadable =
        Counter.builder("tidemark.references.unreadable")
            .description("Records of the references topic that could not be read")
            .register(meters);
  }

  /** Every published score, in no order. */
  Collection<Reference> all() {
    return Collections.unmodifiableCollection(references.values());
  }

  /** Follows the topic; one batch at a time, in order. */
  @Incoming("references")
  @Blocking
  void consume(ConsumerRecords<String, byte[]> records) {
    for (ConsumerRecord<String, byte[]> record : records) {
      if (seen.first(record)) {
        apply(record);
      }
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.key() == null) {
        throw new IllegalArgumentException("the record has no key");
      }
      if (record.value() == null) {
        references.remove(record.key());
        return;
      }
      Reference reference = StoredRecord.read(Reference.class, record.value());
      if (!ReferenceRules.check(reference).isEmpty()
          || !ReferenceRules.key(reference).equals(record.key())) {
        throw new IllegalArgumentException("the record breaks a rule");
      }
      references.put(record.key(), reference);
    } catch (IOException | RuntimeException e) {
      // Avro throws anything on foreign bytes; one such record must not end the view.
      unreadable.increment();
      LOG.warnf(
          "event=unreadable-reference partition=%d offset=%d error=%s",
          record.partition(), record.offset(), e.getClass().getSimpleName());
    }
  }
}

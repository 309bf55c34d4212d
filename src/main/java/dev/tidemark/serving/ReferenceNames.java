package dev.tidemark.serving;

import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Model;
import dev.tidemark.event.ModelTable;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Rules;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.SchemaRegistryUnavailableException;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Which model a published name means, by the registrations and by the rule that the topology uses:
 * no standing says it of a name that no result carries.
 */
@ApplicationScoped
public class ReferenceNames {

  private static final Logger LOG = Logger.getLogger(ReferenceNames.class);
  private static final long REGISTRY_RETRY_SECONDS = 1;

  private final ModelTable<Registered> models = new ModelTable<>();
  private final EventDecoder decoder;
  private final ContentHasher hasher = new ContentHasher();

  ReferenceNames(@ConfigProperty(name = "tidemark.schema-registry.url") Optional<URI> registryUrl) {
    decoder = new EventDecoder(registryUrl.map(SchemaRegistry::new).orElse(null));
  }

  private record Registered(RecordId id, String model, List<String> aliases, String displayName)
      implements ModelTable.Registered {}

  /** The canonical name of a published one; itself unless it is registered as an alias. */
  synchronized String canonical(String published) {
    return models.canonical(published);
  }

  /** The name to show for a canonical model; empty if none is registered. */
  synchronized Optional<String> displayName(String model) {
    return Optional.ofNullable(models.get(model))
        .map(Registered::displayName)
        .filter(name -> !name.isBlank());
  }

  /** Follows the topic; one batch at a time. */
  @Incoming("reference-names")
  @Blocking
  void consume(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      apply(record);
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
    while (true) {
      try {
        long timestamp = Math.max(0, record.timestamp());
        Model model = (Model) decoder.decode(record.topic(), record.value());
        if (Rules.check(model, timestamp).isEmpty()) {
          put(model, new RecordId(timestamp, hasher.hash(model)));
        }
        return;
      } catch (InvalidEventException e) {
        return; // A dead letter of intake, which says why.
      } catch (SchemaRegistryUnavailableException e) {
        LOG.warnf("event=registry-unavailable topic=%s", record.topic());
        TimeUnit.SECONDS.sleep(REGISTRY_RETRY_SECONDS);
      }
    }
  }

  private synchronized void put(Model model, RecordId id) {
    models.put(
        new Registered(
            id, model.getModel(), List.copyOf(model.getAliases()), model.getDisplayName()));
  }
}

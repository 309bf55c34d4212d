package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Rules;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class BenchEventsTest {

  private static final int RESULTS = 20_000;

  private final BenchEvents events = new BenchEvents(30, false);
  private final EventDecoder decoder = new EventDecoder(null);

  @Test
  void whatCountsIsOneResultForEachIdentityAndMonth() throws InvalidEventException {
    // When
    Set<String> identities = new HashSet<>();
    int counting = 0;
    int good = 0;
    for (int i = 0; i < RESULTS; i++) {
      counting += events.counts(i) ? 1 : 0;
      if (!events.bad(i)) {
        good++;
        ProducerRecord<byte[], byte[]> record = events.record(i);
        SpecificRecord event = decoder.decode(record.topic(), record.value());
        assertThat(Rules.check(event, System.currentTimeMillis())).isEmpty();
        Instant occurredAt = (Instant) event.get(event.getSchema().getField("occurredAt").pos());
        assertThat(events.standing(i))
            .isEqualTo(
                event.get(event.getSchema().getField("model").pos())
                    + "|"
                    + occurredAt.toString().substring(0, 7));
        identities.add(
            record.topic() + EventKeys.recordKey(event) + occurredAt.toString().substring(0, 7));
      }
    }

    // Then: 5 % are reruns, of which half fall into the month of the first run.
    assertThat(identities).hasSize(counting);
    assertThat(good - counting).isCloseTo(RESULTS / 40, within(RESULTS / 200));
    assertThat(RESULTS - good).isEqualTo(RESULTS / 100);
  }

  @Test
  void aBadOneIsNoEvent() {
    ProducerRecord<byte[], byte[]> record = events.record(50);

    assertThat(events.bad(50)).isTrue();
    assertThatThrownBy(() -> decoder.decode(record.topic(), record.value()))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void theFirstModelHasHalfOfTheResultsOrItsShare() {
    assertThat(ofFirstModel(events)).isCloseTo(RESULTS / 2, within(RESULTS / 50));
    assertThat(ofFirstModel(new BenchEvents(30, true)))
        .isCloseTo(RESULTS / 30, within(RESULTS / 200));
  }

  private static int ofFirstModel(BenchEvents events) {
    int found = 0;
    for (int i = 0; i < RESULTS; i++) {
      found += EventKeys.recordKey(events.event(i)).startsWith("bench/model-00|") ? 1 : 0;
    }
    return found;
  }
}

package dev.tidemark.event;

import org.apache.avro.specific.SpecificRecord;

/** Where an event is written: its topic and its Kafka record key. */
public final class EventKeys {

  private EventKeys() {}

  /**
   * {@code model|suite|caseId|trial} for a result, the model's name for a registration or a
   * retraction. Publishers write it as UTF-8; intake accepts any key and finds its own.
   *
   * @throws IllegalArgumentException if the record is no event
   */
  public static String recordKey(SpecificRecord event) {
    if (event instanceof AttackResult r) {
      return key(r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    } else if (event instanceof CampaignResult r) {
      return key(r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    } else if (event instanceof BenchmarkResult r) {
      return key(r.getModel(), r.getSuite(), r.getCaseId(), r.getTrial());
    } else if (event instanceof Model r) {
      return r.getModel();
    } else if (event instanceof Retraction r) {
      return r.getModel();
    }
    throw new IllegalArgumentException("no event: " + event.getSchema().getFullName());
  }

  /**
   * The topic that an event belongs to.
   *
   * @throws IllegalArgumentException if the record is no event
   */
  public static String topic(SpecificRecord event) {
    return EventType.of(event).topic();
  }

  private static String key(String model, String suite, String caseId, int trial) {
    return model + '|' + suite + '|' + caseId + '|' + trial;
  }
}

package dev.tidemark.event;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** The five kinds of event that publishers write, each with its JSON name, topic and schema. */
public enum EventType {
  ATTACK("attack", Topics.ATTACKS, AttackResult.getClassSchema(), AttackResult::new),
  CAMPAIGN("campaign", Topics.CAMPAIGNS, CampaignResult.getClassSchema(), CampaignResult::new),
  BENCHMARK("benchmark", Topics.BENCHMARKS, BenchmarkResult.getClassSchema(), BenchmarkResult::new),
  MODEL("model", Topics.MODELS, Model.getClassSchema(), Model::new),
  RETRACT("retract", Topics.RETRACTIONS, Retraction.getClassSchema(), Retraction::new);

  private static final Map<String, EventType> BY_JSON_NAME = index(EventType::jsonName);
  private static final Map<String, EventType> BY_TOPIC = index(EventType::topic);

  private final String jsonName;
  private final String topic;
  private final Schema schema;
  private final Supplier<SpecificRecordBase> blank;

  EventType(String jsonName, String topic, Schema schema, Supplier<SpecificRecordBase> blank) {
    this.jsonName = jsonName;
    this.topic = topic;
    this.schema = schema;
    this.blank = blank;
  }

  /** Value of {@code type} in JSON. */
  public String jsonName() {
    return jsonName;
  }

  /** The topic that carries events of this type, and no others. */
  public String topic() {
    return topic;
  }

  /** Today's schema, the one that readers resolve to. */
  public Schema schema() {
    return schema;
  }

  /** A record with no field set, to be filled by position. */
  SpecificRecordBase blank() {
    return blank.get();
  }

  /**
   * The type of an event.
   *
   * @throws IllegalArgumentException if the record is no event, such as a standing
   */
  public static EventType of(SpecificRecord event) {
    if (event instanceof AttackResult) {
      return ATTACK;
    } else if (event instanceof CampaignResult) {
      return CAMPAIGN;
    } else if (event instanceof BenchmarkResult) {
      return BENCHMARK;
    } else if (event instanceof Model) {
      return MODEL;
    } else if (event instanceof Retraction) {
      return RETRACT;
    }
    throw new IllegalArgumentException("no event: " + event.getSchema().getFullName());
  }

  /** The type that a JSON name picks, or null. */
  static EventType ofJsonName(String jsonName) {
    return BY_JSON_NAME.get(jsonName);
  }

  /** The type that a topic carries, or null if it is no input topic. */
  static EventType ofTopic(String topic) {
    return BY_TOPIC.get(topic);
  }

  private static Map<String, EventType> index(Function<EventType, String> key) {
    return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, type -> type));
  }
}

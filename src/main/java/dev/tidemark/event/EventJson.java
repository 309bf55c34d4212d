package dev.tidemark.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Events as JSON objects, as HTTP ingest and the command line take them: {@code type} picks the
 * record, the other names are those of its Avro schema. Safe for use by many threads.
 */
public final class EventJson {

  private static final int MOST_UNKNOWN_FIELDS = 5;
  private static final int LONGEST_PARSER_MESSAGE = 150;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              // Field names are input here: no table of names is for them, be it the process's of
              // strings or the factory's, which would keep each for ever.
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Plan(List<JsonField> fields, Set<String> names) {}

  private static final Map<EventType, Plan> PLANS = plans();

  private EventJson() {}

  /**
   * Reads one event from the text of one JSON object.
   *
   * @throws InvalidEventException as {@link #parse(JsonNode)}, and if the text is no JSON or holds
   *     a key twice
   */
  public static SpecificRecord parse(String json) throws InvalidEventException {
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw syntax(e);
    }
    return parse(tree);
  }

  /**
   * Reads one event. What a schema demands is checked here, the values by {@link Rules}; but if
   * something is found here, the broken rules of the other fields are reported together with it.
   *
   * @throws InvalidEventException with every violation found
   */
  public static SpecificRecord parse(JsonNode json) throws InvalidEventException {
    EventType type = typeOf(json);
    Plan plan = PLANS.get(type);
    SpecificRecordBase event = type.blank();
    List<Violation> found = new ArrayList<>(0);
    int known = 1;
    for (int i = 0; i < plan.fields().size(); i++) {
      JsonField field = plan.fields().get(i);
      Object value = field.read(json, found);
      if (value != null) { // a primitive field takes no null
        event.put(i, value);
      }
      known += json.has(field.name()) ? 1 : 0;
    }
    if (known != json.size()) {
      unknownFields(json, plan.names(), type, found);
    }
    if (!found.isEmpty()) {
      throw new InvalidEventException(withRules(event, found));
    }
    return event;
  }

  /** The event as one line of JSON that {@link #parse(String)} reads back; nulls are left out. */
  public static String toJson(SpecificRecord event) {
    ObjectNode json = JSON.createObjectNode().put("type", EventType.of(event).jsonName());
    for (Schema.Field field : event.getSchema().getFields()) {
      Object value = event.get(field.pos());
      if (value instanceof String text) {
        json.put(field.name(), text);
      } else if (value instanceof Integer number) {
        json.put(field.name(), number);
      } else if (value instanceof Long number) {
        json.put(field.name(), number);
      } else if (value instanceof Double number) {
        json.put(field.name(), number);
      } else if (value instanceof List<?> items) {
        items.forEach(item -> json.withArray('/' + field.name()).add(item.toString()));
      } else if (value != null) { // a time or an enum
        json.put(field.name(), value.toString());
      }
    }
    return json.toString();
  }

  private static EventType typeOf(JsonNode json) throws InvalidEventException {
    if (!json.isObject()) {
      throw new InvalidEventException(
          "json.object", "an event is a JSON object, not " + JsonField.described(json));
    }
    JsonNode name = json.get("type");
    if (name == null) {
      throw new InvalidEventException("type.missing", "type is missing: " + allowedTypes());
    }
    EventType type = name.isTextual() ? EventType.ofJsonName(name.textValue()) : null;
    if (type == null) {
      throw new InvalidEventException(
          "type.value", "type is " + JsonField.described(name) + ": " + allowedTypes());
    }
    return type;
  }

  private static void unknownFields(
      JsonNode json, Set<String> known, EventType type, List<Violation> found) {
    int unknown = 0;
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name) && ++unknown <= MOST_UNKNOWN_FIELDS) {
        found.add(
            new Violation(
                "json.field",
                "%s is no field of type %s%s"
                    .formatted(Quoted.of(name), type.jsonName(), Spelling.hint(name, known))));
      }
    }
    if (unknown > MOST_UNKNOWN_FIELDS) {
      found.add(
          new Violation(
              "json.field", (unknown - MOST_UNKNOWN_FIELDS) + " more fields are unknown"));
    }
  }

  /** Adds the broken rules of those fields that nothing has been said about. */
  private static List<Violation> withRules(SpecificRecord event, List<Violation> found) {
    Set<String> named = found.stream().map(EventJson::field).collect(Collectors.toSet());
    List<Violation> all = new ArrayList<>(found);
    // Without a timestamp nothing is too late, and an unread field may be what narrows a pattern.
    Rules.check(event, Long.MAX_VALUE).stream()
        .filter(violation -> !named.contains(field(violation)))
        .filter(violation -> !violation.rule().equals("retraction.pattern"))
        .forEach(all::add);
    return all;
  }

  private static String field(Violation violation) {
    return violation.rule().substring(0, violation.rule().indexOf('.'));
  }

  private static InvalidEventException syntax(JsonProcessingException e) {
    String problem = e.getOriginalMessage().replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]", " ");
    if (problem.length() > LONGEST_PARSER_MESSAGE) {
      problem = problem.substring(0, LONGEST_PARSER_MESSAGE) + '…';
    }
    int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    return problem.startsWith("Duplicate")
        ? new InvalidEventException("json.duplicate", problem + " at column " + column)
        : new InvalidEventException(
            "json.syntax", "no valid JSON at column " + column + ": " + problem);
  }

  private static String allowedTypes() {
    return PLANS.keySet().stream()
        .map(EventType::jsonName)
        .collect(Collectors.joining(", ", "one of ", " is expected"));
  }

  private static Map<EventType, Plan> plans() {
    Map<EventType, Plan> plans = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      List<JsonField> fields = type.schema().getFields().stream().map(JsonField::new).toList();
      Set<String> names = new LinkedHashSet<>(List.of("type"));
      fields.forEach(field -> names.add(field.name()));
      plans.put(type, new Plan(fields, names));
    }
    return plans;
  }
}

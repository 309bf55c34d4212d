package dev.tidemark.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** One field of an event in JSON, read strictly by its Avro type. */
final class JsonField {

  // The offset is optional here so that its absence gets a message of its own.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final SpecificData DATA = new SpecificData(JsonField.class.getClassLoader());

  private final String name;
  private final Schema schema;
  private final boolean nullable;
  private final boolean required;
  private final Object byDefault;
  private final Map<String, Object> constants; // of an enum by symbol, else empty

  JsonField(Schema.Field field) {
    this.name = field.name();
    this.nullable = field.schema().isUnion();
    this.schema = nullable ? field.schema().getTypes().get(1) : field.schema();
    this.required = !field.hasDefaultValue();
    this.byDefault = required ? null : immutable(DATA.getDefaultValue(field));
    this.constants = schema.getType() == Schema.Type.ENUM ? constants(schema) : Map.of();
  }

  String name() {
    return name;
  }

  /** The field's value, its default if it is absent; null after adding to {@code found}. */
  Object read(JsonNode event, List<Violation> found) {
    JsonNode value = event.get(name);
    if (value == null || (nullable && value.isNull())) {
      if (required) {
        found.add(new Violation(name + ".missing", name + " is missing"));
      }
      return byDefault;
    }
    return switch (schema.getType()) {
      case STRING -> value.isTextual() ? value.textValue() : wrong(found, value, "a string");
      case INT -> integer(value, found);
      case LONG -> schema.getLogicalType() == null ? longer(value, found) : time(value, found);
      case DOUBLE -> value.isNumber() ? value.doubleValue() : wrong(found, value, "a number");
      case ENUM -> symbol(value, found);
      case ARRAY -> texts(value, found);
      default -> throw new IllegalStateException("events have no " + schema.getType());
    };
  }

  private Object integer(JsonNode value, List<Violation> found) {
    return value.isIntegralNumber() && value.canConvertToInt()
        ? value.intValue()
        : wrong(found, value, "an integer of at most " + Integer.MAX_VALUE);
  }

  private Object longer(JsonNode value, List<Violation> found) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? value.longValue()
        : wrong(found, value, "an integer");
  }

  private Object time(JsonNode value, List<Violation> found) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Instant.ofEpochMilli(value.longValue());
    }
    if (!value.isTextual()) {
      return wrong(found, value, "an ISO-8601 time or epoch milliseconds");
    }
    String text = value.textValue();
    try {
      TemporalAccessor time = TIME.parse(text);
      if (time.isSupported(ChronoField.OFFSET_SECONDS)) {
        return Instant.from(time).truncatedTo(ChronoUnit.MILLIS);
      }
      String example = Instant.from(LocalDateTime.from(time).atOffset(ZoneOffset.UTC)).toString();
      return refuse(
          found,
          "offset",
          "is %s without an offset: add Z or +hh:mm, such as %s"
              .formatted(Quoted.of(text), example));
    } catch (DateTimeException e) {
      return refuse(
          found,
          "format",
          "is %s: an ISO-8601 time with an offset or Z, such as 2026-03-15T10:00:00Z, or epoch"
                  .formatted(Quoted.of(text))
              + " milliseconds as a number is expected");
    }
  }

  private Object symbol(JsonNode value, List<Violation> found) {
    if (!value.isTextual()) {
      return wrong(found, value, "one of " + String.join(", ", schema.getEnumSymbols()));
    }
    String text = value.textValue();
    Object constant = constants.get(text);
    if (constant == null) {
      List<String> symbols = schema.getEnumSymbols();
      return refuse(
          found,
          "value",
          "is %s: one of %s is expected%s"
              .formatted(
                  Quoted.of(text), String.join(", ", symbols), Spelling.hint(text, symbols)));
    }
    return constant;
  }

  private Object texts(JsonNode value, List<Violation> found) {
    if (!value.isArray()) {
      return wrong(found, value, "an array of strings");
    }
    List<String> texts = new ArrayList<>(value.size());
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        return wrong(found, item, "an array of strings, in it");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  private Object wrong(List<Violation> found, JsonNode value, String expected) {
    return refuse(found, "type", "must be " + expected + ", not " + described(value));
  }

  private Object refuse(List<Violation> found, String rule, String message) {
    found.add(new Violation(name + '.' + rule, name + ' ' + message));
    return byDefault;
  }

  static String described(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the string " + Quoted.of(value.textValue());
      case NUMBER -> "the number " + shortened(value.asText());
      case BOOLEAN -> "the boolean " + value.asText();
      case NULL -> "null";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> "nothing";
    };
  }

  private static String shortened(String number) {
    return number.length() <= 40 ? number : number.substring(0, 40) + '…';
  }

  private static Map<String, Object> constants(Schema schema) {
    return Arrays.stream(DATA.getClass(schema).getEnumConstants())
        .collect(Collectors.toUnmodifiableMap(Object::toString, constant -> constant));
  }

  private static Object immutable(Object value) {
    return value instanceof List<?> list ? List.copyOf(list) : value;
  }
}

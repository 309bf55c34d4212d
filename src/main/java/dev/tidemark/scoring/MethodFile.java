package dev.tidemark.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a method from JSON. Nothing is guessed: a field too many, too few or twice is refused. */
final class MethodFile {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build()
          .reader();

  private final String path;
  private final JsonNode fields;

  private MethodFile(String path, JsonNode fields, String... names) {
    Method.check(fields.isObject(), path.isEmpty() ? "file" : path, "must be a JSON object");
    this.path = path;
    this.fields = fields;
    Set<String> unknown = new TreeSet<>();
    fields.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(Set.of(names));
    Method.check(unknown.isEmpty(), at(String.join(", ", unknown)), "unknown field");
  }

  static Method read(InputStream in) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "file: not valid JSON at line %d, column %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    }
    return new MethodFile(
            "",
            root,
            "version",
            "severityWeights",
            "complexityEase",
            "cellCap",
            "categoryCap",
            "rungFloor",
            "casi",
            "ars",
            "rtp",
            "provisionalBelow",
            "maxGroups",
            "confidenceZ",
            "categories")
        .method();
  }

  private Method method() {
    MethodFile casi = object("casi", "risk", "breakingPoint");
    MethodFile ars =
        object("ars", "requiredSophistication", "defensiveEndurance", "counterIntelligence");
    MethodFile rtp = object("rtp", "security", "performance");
    return new Method(
        text("version"),
        numbers("severityWeights", Severity.class),
        numbers("complexityEase", Complexity.class),
        integer("cellCap"),
        number("categoryCap"),
        number("rungFloor"),
        new Method.CasiWeights(casi.number("risk"), casi.number("breakingPoint")),
        new Method.ArsWeights(
            ars.number("requiredSophistication"),
            ars.number("defensiveEndurance"),
            ars.number("counterIntelligence")),
        new Method.RtpWeights(rtp.number("security"), rtp.number("performance")),
        integer("provisionalBelow"),
        integer("maxGroups"),
        number("confidenceZ"),
        categories());
  }

  private Set<String> categories() {
    if (!fields.has("categories")) {
      return Set.of();
    }
    JsonNode list = fields.get("categories");
    Method.check(list.isArray(), at("categories"), "must be a list, not " + list);
    Set<String> categories = new LinkedHashSet<>();
    for (JsonNode name : list) {
      Method.check(name.isTextual(), at("categories"), "must hold names, not " + name);
      Method.check(categories.add(name.textValue()), at("categories"), "holds " + name + " twice");
    }
    return categories;
  }

  private <E extends Enum<E>> Map<E, Double> numbers(String name, Class<E> keys) {
    List<String> names = new ArrayList<>();
    for (E key : keys.getEnumConstants()) {
      names.add(key.name());
    }
    MethodFile object = object(name, names.toArray(String[]::new));
    Map<E, Double> numbers = new EnumMap<>(keys);
    for (E key : keys.getEnumConstants()) {
      numbers.put(key, object.number(key.name()));
    }
    return numbers;
  }

  private MethodFile object(String name, String... names) {
    return new MethodFile(at(name), required(name), names);
  }

  private String text(String name) {
    JsonNode value = required(name);
    Method.check(value.isTextual(), at(name), "must be a text, not " + value);
    return value.textValue();
  }

  private double number(String name) {
    JsonNode value = required(name);
    Method.check(value.isNumber(), at(name), "must be a number, not " + value);
    return value.doubleValue();
  }

  private int integer(String name) {
    JsonNode value = required(name);
    Method.check(
        value.isIntegralNumber() && value.canConvertToInt(),
        at(name),
        "must be a whole number, not " + value);
    return value.intValue();
  }

  private JsonNode required(String name) {
    Method.check(fields.hasNonNull(name), at(name), "is missing");
    return fields.get(name);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

package dev.tidemark.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads one Strimzi {@code KafkaTopic} ({@code kafka.strimzi.io/v1}). Strict: a field that would be
 * ignored is an error, since a mistyped setting must not pass for a default.
 */
final class TopicYaml {

  private static final String API_VERSION = "kafka.strimzi.io/v1";
  private static final String KIND = "KafkaTopic";
  private static final Set<String> TOP = Set.of("apiVersion", "kind", "metadata", "spec");
  private static final Set<String> SPEC = Set.of("partitions", "replicas", "config", "topicName");
  private static final ObjectReader READER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(JsonNode.class);

  private final String source;

  private TopicYaml(String source) {
    this.source = source;
  }

  /**
   * The definition in a file's text.
   *
   * @param source names the file in errors
   * @param topic the name that the file promises
   */
  static TopicDefinition read(String source, String topic, String text) {
    return new TopicYaml(source).definition(topic, text);
  }

  private TopicDefinition definition(String topic, String text) {
    JsonNode root = only(text);
    known(root, "", TOP);
    equal("apiVersion", root.path("apiVersion"), API_VERSION);
    equal("kind", root.path("kind"), KIND);
    JsonNode spec = root.path("spec");
    if (!spec.isObject()) {
      throw wrong("spec is missing; give at least spec.partitions");
    }
    known(spec, "spec.", SPEC);
    // Kubernetes names are narrower than Kafka's: Strimzi lets spec.topicName give the real one.
    if (spec.has("topicName")) {
      equal("spec.topicName", spec.get("topicName"), topic);
    } else {
      equal("metadata.name", root.path("metadata").path("name"), topic);
    }
    int partitions =
        count(spec, "partitions", Integer.MAX_VALUE)
            .orElseThrow(() -> wrong("spec.partitions is missing; give a whole number from 1"));
    return new TopicDefinition(
        topic,
        partitions,
        count(spec, "replicas", Short.MAX_VALUE).map(Integer::shortValue),
        config(spec.path("config")));
  }

  private JsonNode only(String text) {
    try (MappingIterator<JsonNode> documents = READER.readValues(text)) {
      List<JsonNode> all = documents.readAll();
      if (all.size() != 1 || !all.get(0).isObject()) {
        throw wrong("holds " + all.size() + " YAML documents; it must hold one " + KIND);
      }
      return all.get(0);
    } catch (JsonProcessingException e) {
      throw new TopicDefinitionException(
          source,
          "is no valid YAML (line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + "): "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new TopicDefinitionException(source, "cannot be read: " + e.getMessage(), e);
    }
  }

  private void known(JsonNode node, String prefix, Set<String> names) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw wrong("unknown field " + prefix + name + "; known: " + sorted(names));
              }
            });
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private void equal(String field, JsonNode value, String expected) {
    if (value.isMissingNode()) {
      throw wrong(field + " is missing; it must be " + expected);
    }
    if (!value.equals(JsonNodeFactory.instance.textNode(expected))) {
      throw wrong(field + " is " + value + "; it must be " + expected);
    }
  }

  private Optional<Integer> count(JsonNode spec, String field, int max) {
    JsonNode value = spec.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong("spec." + field + " is " + value + "; it must be a whole number from 1");
    }
    if (value.intValue() < 1 || value.intValue() > max) {
      throw wrong("spec." + field + " is " + value + "; it must be from 1 to " + max);
    }
    return Optional.of(value.intValue());
  }

  private Map<String, String> config(JsonNode config) {
    Map<String, String> values = new TreeMap<>();
    if (!config.isMissingNode() && !config.isObject()) {
      throw wrong("spec.config must be a map of settings");
    }
    for (Map.Entry<String, JsonNode> entry : config.properties()) {
      JsonNode value = entry.getValue();
      if (!value.isValueNode() || value.isNull()) {
        throw wrong(
            "spec.config."
                + entry.getKey()
                + " is "
                + value
                + "; it must be one value (write a list as a,b)");
      }
      values.put(entry.getKey(), value.asText());
    }
    return values;
  }

  private TopicDefinitionException wrong(String problem) {
    return new TopicDefinitionException(source, problem);
  }
}

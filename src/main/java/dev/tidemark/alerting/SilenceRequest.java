package dev.tidemark.alerting;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.Quoted;
import dev.tidemark.event.Silence;
import dev.tidemark.event.SilenceRules;
import dev.tidemark.event.Violation;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A silence as somebody asks for it, read strictly. */
final class SilenceRequest {

  private static final List<String> FIELDS =
      List.of("rule", "model", "provider", "until", "reason", "by");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SilenceRequest() {}

  /**
   * Makes a silence of a JSON object.
   *
   * @throws IllegalArgumentException if it isn't valid; says what is wrong, field by field
   */
  static Silence read(byte[] body, Instant now) {
    JsonNode json = object(body);
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                    "%s is no field of a silence: it has %s"
                        .formatted(Quoted.of(field), String.join(", ", FIELDS)));
              }
            });
    Silence silence =
        new Silence(
            UUID.randomUUID().toString(),
            rule(text(json, "rule")),
            text(json, "model"),
            text(json, "provider"),
            now,
            until(text(json, "until")),
            text(json, "reason"),
            text(json, "by"));
    List<Violation> violations = SilenceRules.check(silence);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException(
          violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
    }
    return silence;
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation(); // null where the parser gave up, as on deep nesting
      throw new IllegalArgumentException(
          at == null
              ? "the body is no valid JSON"
              : "the body is no valid JSON at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is no valid JSON", e);
    }
    throw new IllegalArgumentException("the body must be a JSON object");
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
      throw new IllegalArgumentException(field + " must be a text");
    }
    return value.textValue();
  }

  private static AlertRule rule(String name) {
    return name == null
        ? null
        : Arrays.stream(AlertRule.values())
            .filter(rule -> rule.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "rule is %s: it is one of %s"
                            .formatted(Quoted.of(name), Arrays.toString(AlertRule.values()))));
  }

  private static Instant until(String time) {
    if (time == null) {
      throw new IllegalArgumentException("until is missing: a silence has an end");
    }
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "until is %s: it must be a time with an offset, such as 2026-03-01T12:00:00Z"
              .formatted(Quoted.of(time)),
          e);
    }
  }
}

package dev.tidemark.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Elements of a JSON array, token by token. An element that grows too long is read to its end but
 * no longer kept; a single text that long ends the array, because the parser stops within it.
 */
final class ArrayElements implements EventLines {

  private static final int DEEPEST = 100;

  /** The parser keeps every name in memory until the array ends, so that they must be few. */
  private static final int MOST_NAMES = 5_000;

  private static final int LONGEST_NAME = 1_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_BYTES)
                  .maxNameLength(LONGEST_NAME)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final InputStream in;
  private final Set<String> names = new HashSet<>();
  private JsonParser parser;
  private long number;
  private long elementStart;
  private String problem;
  private boolean ended;

  ArrayElements(InputStream in) {
    this.in = in;
  }

  @Override
  public EventLine next() throws IOException {
    if (ended) {
      return null;
    }
    try {
      if (number == 0) {
        parser = FACTORY.createParser(in); // looks at the first bytes for their encoding
      }
      if (number == 0 && parser.nextToken() != JsonToken.START_ARRAY) {
        return end(1, "a JSON array of events is expected");
      }
      number++;
      if (parser.nextToken() == JsonToken.END_ARRAY) {
        ended = true;
        return parser.nextToken() == null ? null : end(number, "something follows the array");
      }
      elementStart = parser.currentTokenLocation().getByteOffset();
      problem = null;
      JsonNode element = value();
      if (names.size() > MOST_NAMES) {
        return end(number, "the array holds more than %,d field names".formatted(MOST_NAMES));
      }
      return problem == null
          ? new EventLine.Element(number, element)
          : new EventLine.Unreadable(number, problem);
    } catch (JsonProcessingException e) {
      return end(number, broken(e));
    } catch (CharConversionException e) { // the parser's, not the input's
      return end(Math.max(1, number), "the array is not valid UTF-8");
    }
  }

  private JsonNode value() throws IOException {
    if (parser.currentTokenLocation().getByteOffset() - elementStart > MAX_BYTES) {
      problem = "the element is longer than " + MAX_BYTES + " bytes, the most that is allowed";
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private JsonNode object() throws IOException {
    ObjectNode object = NODES.objectNode();
    while (names.size() <= MOST_NAMES && parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      names.add(name);
      parser.nextToken();
      JsonNode value = value();
      if (object.has(name)) {
        problem = "a key stands in the element twice";
      }
      if (problem == null) {
        object.set(name, value);
      }
    }
    return object;
  }

  private JsonNode array() throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (names.size() <= MOST_NAMES && parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode item = value();
      if (problem == null) {
        array.add(item);
      }
    }
    return array;
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private EventLine end(long at, String error) {
    ended = true;
    return new EventLine.Unreadable(at, error + "; nothing after it was read");
  }

  private static String broken(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return ("the array holds a text of more than %,d characters, a field name of more than %,d, an"
              + " endless number or nests deeper than %d levels")
          .formatted(MAX_BYTES, LONGEST_NAME, DEEPEST);
    }
    JsonLocation at = e.getLocation();
    return at == null
        ? "the array is no valid JSON"
        : "the array is no valid JSON at line %s, column %s"
            .formatted(at.getLineNr(), at.getColumnNr());
  }
}

package dev.tidemark.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.apache.avro.generic.IndexedRecord;

/** An alert as JSON, field by field as its schema has them, so that no field is forgotten. */
final class AlertJson {

  /** No text that obeys the rules of events is longer, so this cuts foreign records only. */
  private static final int LONGEST_TEXT = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AlertJson() {}

  /** The alert without what is only for readers of the topic; the board as in the HTTP API. */
  static ObjectNode alert(Transition transition) {
    ObjectNode alert = NODES.objectNode();
    alert.put("key", Text.cut(transition.key(), LONGEST_TEXT));
    alert.setAll(object(transition.alert()));
    alert.put("board", board(transition));
    alert.remove("transition");
    alert.remove("path");
    return alert;
  }

  static String board(Transition transition) {
    return transition.alert().getBoard().name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode object(IndexedRecord of) {
    ObjectNode object = NODES.objectNode();
    of.getSchema()
        .getFields()
        .forEach(field -> object.set(field.name(), node(of.get(field.pos()))));
    return object;
  }

  private static JsonNode node(Object value) {
    if (value instanceof IndexedRecord part) {
      return object(part);
    } else if (value instanceof Collection<?> items) {
      ArrayNode array = NODES.arrayNode();
      items.forEach(item -> array.add(node(item)));
      return array;
    } else if (value instanceof CharSequence text) {
      return NODES.textNode(Text.cut(text.toString(), LONGEST_TEXT));
    } else if (value instanceof Instant || value instanceof Enum<?>) {
      return NODES.textNode(value.toString());
    } else if (value instanceof Double number) {
      return NODES.numberNode(number);
    } else if (value instanceof Number number) {
      return NODES.numberNode(number.longValue());
    } else if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    return NODES.nullNode();
  }
}

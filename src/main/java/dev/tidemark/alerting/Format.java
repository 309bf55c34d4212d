package dev.tidemark.alerting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Puts a transition into the words of one kind of receiver. */
interface Format {

  /**
   * The request's body and headers. The size is bounded: every text in it is cut.
   *
   * @param service address of Tidemark, without a slash at its end
   * @param now for the signature
   */
  Message message(Receiver receiver, Transition transition, String service, Instant now);

  /** A JSON body and the headers that go with it. */
  record Message(byte[] body, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Message of(JsonNode body) {
      try {
        return new Message(
            JSON.writeValueAsBytes(body),
            new LinkedHashMap<>(Map.of("Content-Type", "application/json")));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a tree is always JSON", e);
      }
    }

    Message with(String header, String value) {
      headers.put(header, value);
      return this;
    }
  }

  /** Address of the page that an alert's path names. */
  static String link(Transition transition, String service) {
    String path = transition.alert().getPath();
    return service + (path.startsWith("/") ? path : '/' + path);
  }

  /** The name to show of a transition's model. */
  static String shownName(Transition transition) {
    return Optional.ofNullable(transition.alert().getDisplayName())
        .filter(name -> !name.isBlank())
        .orElse(transition.alert().getModel());
  }
}

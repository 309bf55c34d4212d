package dev.tidemark.alerting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.event.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * An event for PagerDuty's Events API v2. All episodes of an alert share a {@code dedup_key}, so
 * that a resolve ends whatever is open for it. PagerDuty takes 1,024 characters in a summary, 255
 * in a key and 512 KB in all.
 */
final class PagerDutyFormat implements Format {

  private static final int LONGEST_KEY = 255;
  private static final int SUMMARY = 1_024;

  @Override
  public Message message(Receiver receiver, Transition transition, String service, Instant now) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("routing_key", receiver.secret().orElseThrow());
    event.put("event_action", transition.firing() ? "trigger" : "resolve");
    event.put("dedup_key", dedupKey(transition.key()));
    if (transition.firing()) {
      trigger(event, transition, service);
    }
    return Message.of(event);
  }

  private static void trigger(ObjectNode event, Transition transition, String service) {
    Alert alert = transition.alert();
    String link = Format.link(transition, service);
    event.put("client", "Tidemark");
    event.put("client_url", link);
    event.putArray("links").addObject().put("href", link).put("text", "Open in Tidemark");
    ObjectNode payload = event.putObject("payload");
    payload.put("summary", Text.line(alert.getSummary(), SUMMARY));
    payload.put("source", Text.line(alert.getModel(), SUMMARY));
    payload.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
    payload.put("timestamp", alert.getFiredAt().toString());
    payload.put("component", Text.line(Format.shownName(transition), SUMMARY));
    if (alert.getProvider() != null) {
      payload.put("group", Text.line(alert.getProvider(), SUMMARY));
    }
    payload.put("class", alert.getRule().name());
    payload.set("custom_details", AlertJson.alert(transition));
  }

  private static String dedupKey(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
        ? key
        : Transition.digest(key);
  }
}

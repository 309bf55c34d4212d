package dev.tidemark.alerting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tidemark.event.Alert;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What Alertmanager posts to a {@code webhook_config}, version 4: a group that holds this one
 * alert. For whatever takes Alertmanager's notifications; an Alertmanager itself doesn't.
 */
final class AlertmanagerFormat implements Format {

  /** Alertmanager's end of an alert that stands. */
  private static final String NO_END = "0001-01-01T00:00:00Z";

  private static final int ANNOTATION = 1_000;
  private static final int FINGERPRINT = 16;

  @Override
  public Message message(Receiver receiver, Transition transition, String service, Instant now) {
    Alert alert = transition.alert();
    String status = transition.firing() ? "firing" : "resolved";
    Map<String, String> labels = labels(transition);
    Map<String, String> annotations = annotations(transition);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", "4");
    body.put("groupKey", "{}:" + quoted(labels));
    body.put("truncatedAlerts", 0);
    body.put("status", status);
    body.put("receiver", receiver.name());
    put(body, "groupLabels", labels);
    put(body, "commonLabels", labels);
    put(body, "commonAnnotations", annotations);
    body.put("externalURL", service);
    ObjectNode one = body.putArray("alerts").addObject();
    one.put("status", status);
    put(one, "labels", labels);
    put(one, "annotations", annotations);
    one.put("startsAt", alert.getFiredAt().toString());
    one.put("endsAt", alert.getResolvedAt() == null ? NO_END : alert.getResolvedAt().toString());
    one.put("generatorURL", Format.link(transition, service));
    one.put("fingerprint", Transition.digest(transition.key()).substring(0, FINGERPRINT));
    Message message = Message.of(body);
    receiver.secret().ifPresent(token -> message.with("Authorization", "Bearer " + token));
    return message;
  }

  /** What tells the alert from others; nothing here changes while it stands. */
  private static Map<String, String> labels(Transition transition) {
    Alert alert = transition.alert();
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", "Tidemark" + camel(alert.getRule().name()));
    labels.put("rule", alert.getRule().name());
    labels.put("model", Text.line(alert.getModel(), ANNOTATION));
    labels.put("board", AlertJson.board(transition));
    labels.put("period", alert.getPeriod());
    labels.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
    return labels;
  }

  private static Map<String, String> annotations(Transition transition) {
    Alert alert = transition.alert();
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("summary", Text.line(alert.getSummary(), ANNOTATION));
    annotations.put("displayName", Text.line(Format.shownName(transition), ANNOTATION));
    if (alert.getProvider() != null) {
      annotations.put("provider", Text.line(alert.getProvider(), ANNOTATION));
    }
    if (alert.getResolution() != null) {
      annotations.put("resolution", Text.line(alert.getResolution(), ANNOTATION));
    }
    if (transition.sample()) {
      annotations.put("sample", "true");
    }
    return annotations;
  }

  private static String camel(String rule) {
    StringBuilder camel = new StringBuilder();
    for (String word : rule.split("_")) {
      camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return camel.toString();
  }

  private static String quoted(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + '=' + TextNode.valueOf(label.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void put(ObjectNode in, String name, Map<String, String> values) {
    ObjectNode object = in.putObject(name);
    values.forEach(object::put);
  }
}

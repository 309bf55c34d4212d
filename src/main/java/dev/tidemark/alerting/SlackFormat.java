package dev.tidemark.alerting;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidemark.event.Alert;
import dev.tidemark.event.FlippedCase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message for a Slack incoming webhook: blocks, and a text for notifications. Slack takes 3,000
 * characters in a section and 150 in a header; texts of others are escaped as Slack's "Formatting
 * text" asks, and its guessing of links and mentions is switched off.
 */
final class SlackFormat implements Format {

  private static final int SECTION = 2_900;
  private static final int NAME = 250;
  private static final int CASES = 5;

  @Override
  public Message message(Receiver receiver, Transition transition, String service, Instant now) {
    Alert alert = transition.alert();
    // Only our own words: a header isn't escaped the way a section is.
    String title =
        "%s%s: %s, %s"
            .formatted(
                transition.sample() ? "SAMPLE, no real alert. " : "",
                transition.firing() ? alert.getSeverity() : "RESOLVED",
                alert.getRule(),
                alert.getPeriod());
    String what = transition.firing() ? alert.getSummary() : resolution(alert);
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("text", title + " - " + escaped(Format.shownName(transition), NAME));
    ArrayNode blocks = message.putArray("blocks");
    header(blocks, Text.line(title, 150));
    section(
        blocks, '*' + escaped(Format.shownName(transition), NAME) + "*\n" + escaped(what, 2000));
    ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
    field(fields, "Model", alert.getModel());
    field(fields, "Provider", alert.getProvider() == null ? "unknown" : alert.getProvider());
    field(fields, "Board", AlertJson.board(transition));
    field(fields, "Since", alert.getFiredAt().toString());
    if (transition.firing() && !alert.getEvidence().getCases().isEmpty()) {
      section(blocks, cases(alert.getEvidence().getCases()));
    }
    section(blocks, '<' + address(Format.link(transition, service)) + "|Open in Tidemark>");
    return Message.of(message);
  }

  private static String resolution(Alert alert) {
    return alert.getResolution() == null ? alert.getSummary() : alert.getResolution();
  }

  private static String cases(List<FlippedCase> cases) {
    String shown =
        cases.stream()
            .limit(CASES)
            .map(
                of ->
                    "• %s / %s (%s, %s, %s)"
                        .formatted(
                            escaped(of.getSuite(), 100),
                            escaped(of.getCaseId(), 100),
                            escaped(of.getCategory(), 60),
                            of.getSeverity(),
                            of.getComplexity()))
            .collect(Collectors.joining("\n"));
    int more = cases.size() - CASES;
    return "*Cases that fell*\n" + shown + (more > 0 ? "\nand " + more + " more" : "");
  }

  private static void header(ArrayNode blocks, String text) {
    blocks
        .addObject()
        .put("type", "header")
        .putObject("text")
        .put("type", "plain_text")
        .put("text", text)
        .put("emoji", false);
  }

  private static void section(ArrayNode blocks, String text) {
    markdown(blocks.addObject().put("type", "section").putObject("text"), text);
  }

  private static void field(ArrayNode fields, String name, String value) {
    markdown(fields.addObject(), '*' + name + "*\n" + escaped(value, NAME));
  }

  private static void markdown(ObjectNode text, String content) {
    text.put("type", "mrkdwn").put("text", Text.cut(content, SECTION)).put("verbatim", true);
  }

  /** One line in which nothing mentions, links or formats. Counted before escaping. */
  private static String escaped(String text, int max) {
    return Text.line(text, max)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('*', '∗')
        .replace('_', 'ˍ')
        .replace('~', '∼')
        .replace('`', '\'');
  }

  /** An address inside {@code <…|…>}. */
  private static String address(String url) {
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C");
  }
}

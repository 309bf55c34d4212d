package dev.tidemark.poison;

import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of NDJSON that is refused, and what the answer says.
 *
 * @param line without the end of the line
 * @param error a part of the answer
 */
record PoisonLine(String what, byte[] line, String error) {

  private static final String GOOD = EventJson.toJson(Samples.attack().build());

  @Override
  public String toString() {
    return what;
  }

  static List<PoisonLine> all() {
    List<PoisonLine> all = new ArrayList<>();
    all.add(text("100,000 brackets", "[".repeat(100_000), "longer than 65536 bytes"));
    all.add(text("60,000 brackets", "[".repeat(60_000), "no valid JSON"));
    all.add(text("10,000 objects", "{\"a\":".repeat(10_000), "no valid JSON"));
    all.add(text("900 balanced ones", "[".repeat(900) + "]".repeat(900), "a JSON object"));
    all.add(text("a deep field", with("\"runId\"", deep(900), "runId"), "runId must be a string"));
    all.add(text("no JSON", "attack,acme/one,pack-3", "no valid JSON"));
    all.add(text("an array", "[" + GOOD + "]", "a JSON object, not an array"));
    all.add(text("two objects", GOOD + GOOD, "no valid JSON"));
    all.add(text("cut off", GOOD.substring(0, GOOD.length() - 1), "no valid JSON"));
    all.add(text("null", "null", "a JSON object"));
    all.add(text("a type that isn't text", "{\"type\":{}}", "type is an object"));
    all.add(text("a key twice", GOOD.replace("{", "{\"trial\":1,\"trial\":1,"), "Duplicate"));
    all.add(text("an unknown field", GOOD.replace("{", "{\"prompt\":\"x\","), "no field of type"));
    all.add(text("a name as number", with("\"model\"", "7", "model"), "model must be a string"));
    all.add(text("a number as text", with("\"trial\"", "\"0\"", "trial"), "trial must be"));
    all.add(text("a fraction of a trial", with("\"trial\"", "0.5", "trial"), "trial must be"));
    all.add(text("a large trial", with("\"trial\"", "2147483648", "trial"), "trial must be"));
    all.add(text("a huge number", with("\"trial\"", "9".repeat(900), "trial"), "trial must be"));
    all.add(text("a hugest number", with("\"trial\"", "9".repeat(50_000), "trial"), "valid JSON"));
    all.add(text("a huge exponent", with("\"trial\"", "1e999999999", "trial"), "trial must be"));
    all.add(text("not a number", with("\"trial\"", "NaN", "trial"), "no valid JSON"));
    for (String time : List.of("-9223372036854775808", "9223372036854775807", "-1")) {
      all.add(text("time " + time, with("\"occurredAt\"", time, "occurredAt"), "1970 to 9999"));
    }
    all.add(
        text("a time beyond long", with("\"occurredAt\"", "1e400", "occurredAt"), "occurredAt"));
    for (String half : List.of("\\ud800", "\\udc00", "\\udc00\\ud800")) {
      all.add(text("escape " + half, with("\"model\"", '"' + half + '"', "model"), "surrogate"));
    }
    for (String control : List.of("\\u0000", "\\u001b[31m", "\\u2028", "a|b")) {
      all.add(
          text("escape " + control, with("\"model\"", '"' + control + '"', "model"), "control"));
    }
    all.add(text("a name of 201", with("\"model\"", name(201), "model"), "201 characters"));
    all.add(text("a name of 60,000", with("\"model\"", name(60_000), "model"), "60,000 char"));
    all.add(text("a name of 10 MB", with("\"model\"", name(10_000_000), "model"), "longer than"));
    all.add(bytes("an overlong slash", "not valid UTF-8", 0xC0, 0xAF));
    all.add(bytes("half a pair as bytes", "not valid UTF-8", 0xED, 0xA0, 0x80));
    all.add(bytes("a raw NUL", "no valid JSON", 0));
    all.add(bytes("UTF-16", "not valid UTF-8", 0xFF, 0xFE));
    all.add(text("a byte-order mark within", "\uFEFF" + GOOD, "no valid JSON"));
    return all;
  }

  /** The same as elements of one array, as far as an array may hold them and go on. */
  static List<PoisonLine> elements() {
    return all().stream()
        .filter(line -> line.error().matches(".*(must be|1970|surrogate|control|characters).*"))
        .filter(line -> !line.what().contains("deep"))
        .toList();
  }

  private static PoisonLine text(String what, String line, String error) {
    return new PoisonLine(what, line.getBytes(StandardCharsets.UTF_8), error);
  }

  /** These bytes within a text of an event that is good apart from them. */
  private static PoisonLine bytes(String what, String error, int... inserted) {
    int at = GOOD.indexOf("acme/one");
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(GOOD.substring(0, at).getBytes(StandardCharsets.UTF_8));
    for (int b : inserted) {
      line.write(b);
    }
    line.writeBytes(GOOD.substring(at).getBytes(StandardCharsets.UTF_8));
    return new PoisonLine(what, line.toByteArray(), error);
  }

  /** The good event with this value in place of a field's. */
  private static String with(String key, String value, String field) {
    String others = GOOD.replaceAll("\"" + field + "\":(\"[^\"]*\"|[^,}]*),?", "");
    return "{" + key + ":" + value + "," + others.substring(1);
  }

  private static String name(int length) {
    return '"' + "m".repeat(length) + '"';
  }

  private static String deep(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }
}

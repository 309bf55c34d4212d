package dev.tidemark.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The schemas that events were ever written with, by the fingerprint that single-object values
 * carry: today's, and those of every release, {@code v1}, {@code v2} and so on, a folder each.
 */
final class ReleasedSchemas {

  /** Where the folders of releases are on the class path. */
  static final String RELEASES = "/released-schemas";

  private static final List<String> FILES =
      List.of("attack", "campaign", "benchmark", "model", "retraction");

  /**
   * @param schema what the value was written with
   */
  record Written(EventType type, Schema schema) {}

  private ReleasedSchemas() {}

  /** All of them under this folder of the class path, and today's. */
  static Map<Long, Written> byFingerprint(String releases) {
    Map<Long, Written> known = new HashMap<>();
    for (int version = 1; ; version++) {
      String folder = releases + "/v" + version;
      if (ReleasedSchemas.class.getResource(folder + "/labels.avsc") == null) {
        break;
      }
      Schema.Parser parser = new Schema.Parser();
      parse(parser, folder + "/labels.avsc");
      for (String file : FILES) {
        Schema schema = parse(parser, folder + '/' + file + ".avsc");
        add(known, new Written(typeOf(schema), schema));
      }
    }
    for (EventType type : EventType.values()) {
      add(known, new Written(type, type.schema()));
    }
    return Map.copyOf(known);
  }

  private static void add(Map<Long, Written> known, Written written) {
    known.put(SchemaNormalization.parsingFingerprint64(written.schema()), written);
  }

  private static EventType typeOf(Schema schema) {
    return Arrays.stream(EventType.values())
        .filter(type -> type.schema().getFullName().equals(schema.getFullName()))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("no event: " + schema.getFullName()));
  }

  private static Schema parse(Schema.Parser parser, String file) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream(file)) {
      return parser.parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("schema " + file + " of an earlier release", e);
    }
  }
}

package dev.tidemark.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * The schemas that records were written with by every release, {@code v1}, {@code v2} and so on, a
 * folder each: what was written once stays readable.
 */
final class ReleasedSchemas {

  /** Those of a release, the shared labels first; an early release may lack some. */
  static final List<String> FILES =
      List.of(
          "labels",
          "attack",
          "campaign",
          "benchmark",
          "model",
          "retraction",
          "standing",
          "alert",
          "delivery",
          "silence",
          "reference");

  /** Every record's schema, by the fingerprint that single-object values carry. */
  static final Map<Long, Schema> BY_FINGERPRINT = read();

  private ReleasedSchemas() {}

  private static Map<Long, Schema> read() {
    Map<Long, Schema> known = new HashMap<>();
    for (int version = 1; ; version++) {
      Schema.Parser parser = new Schema.Parser();
      for (String file : FILES) {
        parse(parser, "/released-schemas/v%d/%s.avsc".formatted(version, file));
      }
      if (parser.getTypes().isEmpty()) {
        return Map.copyOf(known);
      }
      for (Schema schema : parser.getTypes().values()) {
        known.put(SchemaNormalization.parsingFingerprint64(schema), schema);
      }
    }
  }

  private static void parse(Schema.Parser parser, String file) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream(file)) {
      if (in != null) {
        parser.parse(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("schema " + file + " of an earlier release", e);
    }
  }
}

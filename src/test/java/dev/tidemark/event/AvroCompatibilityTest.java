package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * Every version of a schema that was ever released can read today's records and the other way
 * round. A release adds a folder to {@code src/main/resources/released-schemas} and changes none.
 */
class AvroCompatibilityTest {

  private static final Path TODAY = Path.of("schemas");
  private static final Path RELEASED = Path.of("src/main/resources/released-schemas");

  @Test
  void everyReleasedVersionReadsAndIsReadByToday() {
    Map<String, Schema> today = records(TODAY);
    List<Path> versions = list(RELEASED);
    assertThat(versions).isNotEmpty();
    for (Path version : versions) {
      Map<String, Schema> released = records(version);
      assertThat(today.keySet()).as(version.toString()).containsAll(released.keySet());
      released.forEach(
          (name, schema) -> {
            assertReads(version + " read as today's " + name, today.get(name), schema);
            assertReads("today's " + name + " read as " + version, schema, today.get(name));
            assertThat(ReleasedSchemas.BY_FINGERPRINT)
                .as("readers know %s of %s", name, version)
                .containsKey(SchemaNormalization.parsingFingerprint64(schema));
          });
    }
  }

  @Test
  void everyRecordEnumAndFieldSaysWhatItMeans() {
    List<String> undocumented = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    records(TODAY).values().forEach(schema -> collect(schema, seen, undocumented));
    assertThat(seen).hasSizeGreaterThan(10);
    assertThat(undocumented).isEmpty();
  }

  private static void assertReads(String what, Schema reader, Schema writer) {
    var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(compatibility.getType())
        .as("%s: %s", what, compatibility.getResult().getIncompatibilities())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static void collect(Schema schema, Set<String> seen, List<String> undocumented) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(part -> collect(part, seen, undocumented));
      case ARRAY -> collect(schema.getElementType(), seen, undocumented);
      case ENUM, RECORD -> {
        if (!seen.add(schema.getFullName())) {
          return;
        }
        if (blank(schema.getDoc())) {
          undocumented.add(schema.getFullName());
        }
        if (schema.getType() == Schema.Type.RECORD) {
          for (Schema.Field field : schema.getFields()) {
            if (blank(field.doc())) {
              undocumented.add(schema.getName() + '.' + field.name());
            }
            collect(field.schema(), seen, undocumented);
          }
        }
      }
      default -> {}
    }
  }

  private static boolean blank(String doc) {
    return doc == null || doc.isBlank();
  }

  /** The named types of a folder; labels.avsc is parsed first, as the others use it. */
  private static Map<String, Schema> records(Path folder) {
    Schema.Parser parser = new Schema.Parser();
    List<Path> files = new ArrayList<>(list(folder));
    files.sort((one, other) -> Boolean.compare(labels(other), labels(one)));
    for (Path file : files) {
      try {
        parser.parse(file.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(parser.getTypes()).as("schemas in %s", folder).isNotEmpty();
    return parser.getTypes();
  }

  private static boolean labels(Path file) {
    return file.getFileName().toString().equals("labels.avsc");
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

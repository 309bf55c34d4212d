package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of a schema that was ever released can read today's records and the other way
 * round. A release adds a folder to {@code src/main/resources/released-schemas} and changes none.
 */
class AvroCompatibilityTest {

  private static final Path TODAY = Path.of("schemas");
  private static final Path RELEASED = Path.of("src/main/resources/released-schemas");

  /** What {@code sha256sum} prints of each released file. */
  private static final Path SUMS = Path.of("src/test/resources/released-schemas.sha256");

  /** Of each schema: enough that every field is set in some and every symbol comes. */
  private static final int RECORDS = 100;

  private static final long SEED = 3;

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

  @ParameterizedTest
  @MethodSource("published")
  void whatAnyReleaseWroteIsReadWhole(Schema today) throws Exception {
    // Given
    List<Schema> releases =
        ReleasedSchemas.BY_FINGERPRINT.values().stream()
            .filter(schema -> schema.getFullName().equals(today.getFullName()))
            .toList();
    assertThat(releases)
        .as("releases that knew %s: the next one adds it", today.getName())
        .isNotEmpty();

    for (Schema release : releases) {
      for (Object written : new RandomData(release, RECORDS, SEED)) {
        // When
        SpecificRecord read = read(today, encode((GenericRecord) written, release));

        // Then
        assertThat(asOf(release, read)).isEqualTo(written);
      }
    }
  }

  @Test
  void aReleasedSchemaNeverChanges() throws Exception {
    List<String> sums = new ArrayList<>();
    for (Path version : list(RELEASED)) {
      for (Path file : list(version)) {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        sums.add(HexFormat.of().formatHex(sum) + "  " + file);
      }
    }
    assertThat(sums)
        .as(
            "a released schema never changes: add a new version, a folder beside it, and the"
                + " lines of its files to %s (sha256sum %s/v2/*)",
            SUMS, RELEASED)
        .containsExactlyElementsOf(Files.readAllLines(SUMS));
  }

  @Test
  void everyRecordEnumAndFieldSaysWhatItMeans() {
    List<String> undocumented = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    records(TODAY).values().forEach(schema -> collect(schema, seen, undocumented));
    assertThat(seen).hasSizeGreaterThan(10);
    assertThat(undocumented).isEmpty();
  }

  /** Today's schema of each record that is written to a topic. */
  static List<Named<Schema>> published() {
    Schema.Parser parser = new Schema.Parser();
    List<Schema> published = new ArrayList<>();
    for (Path file : files(TODAY)) {
      Schema schema = parse(parser, file);
      if (!labels(file)) {
        published.addAll(schema.isUnion() ? schema.getTypes() : List.of(schema));
      }
    }
    published.removeIf(schema -> schema.getType() != Schema.Type.RECORD);
    return published.stream().map(schema -> Named.of(schema.getName(), schema)).toList();
  }

  /** The present code's reading of a value that was written to a topic. */
  private static SpecificRecord read(Schema today, byte[] value) throws Exception {
    for (EventType type : EventType.values()) {
      if (type.schema().getFullName().equals(today.getFullName())) {
        return new EventDecoder(null).decode(type.topic(), value);
      }
    }
    Class<?> type = SpecificData.get().getClass(today);
    return StoredRecord.read(type.asSubclass(SpecificRecord.class), value);
  }

  private static byte[] encode(GenericRecord record, Schema schema) throws IOException {
    return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
        .encode(record)
        .array();
  }

  /** A record of today with the fields that a release knew. */
  private static GenericRecord asOf(Schema release, SpecificRecord record) throws IOException {
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(GenericData.get(), release);
    decoder.addSchema(record.getSchema());
    return decoder.decode(EventCodec.encode(record));
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

  /** The named types of a folder. */
  private static Map<String, Schema> records(Path folder) {
    Schema.Parser parser = new Schema.Parser();
    files(folder).forEach(file -> parse(parser, file));
    assertThat(parser.getTypes()).as("schemas in %s", folder).isNotEmpty();
    return parser.getTypes();
  }

  private static Schema parse(Schema.Parser parser, Path file) {
    try {
      return parser.parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** labels.avsc comes first, as the others use it. */
  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>(list(folder));
    files.sort((one, other) -> Boolean.compare(labels(other), labels(one)));
    return files;
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

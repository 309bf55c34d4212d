package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is written to stores and internal topics under the present application id, byte for byte. A
 * running system reads what it stored before, so another form needs another id.
 */
class InternalFormGoldenTest {

  private static final Path GOLDEN =
      Path.of("src/test/resources/internal-forms", ApplicationId.PRESENT + ".txt");
  private static final String UPDATE = "tidemark.golden.update";
  private static final String HOW =
      "./mvnw test -Dtest=InternalFormGoldenTest -D" + UPDATE + "=true";

  /** An Avro record at the end of a row may be of any released schema. */
  private static final Pattern AVRO = Pattern.compile("^(alerts\\.sent \\S+ \\S*?c301).*");

  private static final HexFormat HEX = HexFormat.of();
  private static final String NOTHING = "-";

  /**
   * Rows of a store, or records of an internal topic.
   *
   * @param name of the store or topic, a dot, and what of it
   * @param write puts them
   * @param check holds that today's reader makes of them what was put
   */
  record Form(String name, Consumer<WriteBehindStore> write, Consumer<WriteBehindStore> check) {

    /** Of a store that is written row by row. */
    static Form of(
        String name,
        Consumer<KeyValueStore<Bytes, byte[]>> write,
        Consumer<KeyValueStore<Bytes, byte[]>> check) {
      return new Form(
          name, store -> write.accept(store.rows()), store -> check.accept(store.rows()));
    }

    String store() {
      return name.substring(0, name.indexOf('.'));
    }

    /** A store of its own with what is written today. */
    WriteBehindStore written() {
      WriteBehindStore store = open(store());
      write.accept(store);
      return store;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Form> forms() {
    return Stream.of(
            InternalFormRecordsTest.forms(),
            InternalFormLedgerTest.forms(),
            InternalFormStoresTest.forms())
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void everyFormIsAsThisApplicationIdHasIt() throws IOException {
    // Given
    List<String> before = pinned(golden());

    // When
    List<String> now = pinned(lines());

    // Then
    assertThat(without(before, now))
        .as(
            "the format differs from %s; a running system would misread what it stored. So raise"
                + " ApplicationId.PRESENT, delete the file, and write that of the new id:"
                + " %s. Written now: %s",
            GOLDEN, HOW, without(now, before))
        .isEmpty();
    assertThat(without(now, before))
        .as("%s lacks forms. If stores written before are still read right: %s", GOLDEN, HOW)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whatThisApplicationIdWroteIsReadBack(Form form) throws IOException {
    // Given
    WriteBehindStore store = open(form.store());
    for (String line : golden()) {
      String[] parts = line.split(" ");
      if (parts[0].equals(form.name())) {
        store.rows().put(Bytes.wrap(bytes(parts[1])), bytes(parts[2]));
      }
    }

    // Then
    assertThat(lines(form.name(), store)).isNotEmpty();
    form.check().accept(store);
  }

  @Test
  void everyStoreAndInternalTopicHasItsForms() {
    // Given
    TopologyDescription topology =
        new ScoringTopology(
                Methods.builtIn().standard(), AlertSettings.STANDARD, null, Backlog.NONE)
            .build(StreamsSettings.of("none:1", Path.of("none"), "none", 1, 0))
            .describe();

    // When
    Set<String> written = new TreeSet<>();
    for (var part : topology.subtopologies()) {
      for (var node : part.nodes()) {
        if (node instanceof TopologyDescription.Processor processor) {
          written.addAll(processor.stores());
        } else if (node instanceof TopologyDescription.Source source) {
          written.addAll(source.topicSet());
        }
      }
    }
    written.removeAll(Topics.INPUTS);

    // Then
    assertThat(forms().stream().map(Form::store).collect(Collectors.toSet())).isEqualTo(written);
    assertThat(forms()).extracting(Form::name).doesNotHaveDuplicates();
  }

  /** An empty store. */
  static WriteBehindStore open(String name) {
    WriteBehindStore store = WriteBehindStore.over(LedgerDriver.builder(name)).build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    return store;
  }

  /** A line for each row: name, key, value. */
  static List<String> lines(String name, WriteBehindStore store) {
    List<String> lines = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.rows().all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        lines.add(name + ' ' + hex(row.key.get()) + ' ' + hex(row.value));
      }
    }
    return lines;
  }

  private static List<String> lines() {
    return forms().stream().flatMap(form -> lines(form.name(), form.written()).stream()).toList();
  }

  /** Lines that are there stay: with other bytes they belong to another id. */
  private static List<String> golden() throws IOException {
    if (Boolean.getBoolean(UPDATE)) {
      List<String> lines = lines();
      if (Files.notExists(GOLDEN)
          || pinned(lines).containsAll(pinned(Files.readAllLines(GOLDEN)))) {
        Files.createDirectories(GOLDEN.getParent());
        Files.write(GOLDEN, lines);
      }
    }
    assertThat(GOLDEN)
        .as("the forms of this application id; delete those of the one before, and write: %s", HOW)
        .exists();
    return Files.readAllLines(GOLDEN);
  }

  private static List<String> pinned(List<String> lines) {
    return lines.stream().map(line -> AVRO.matcher(line).replaceFirst("$1")).toList();
  }

  private static List<String> without(List<String> lines, List<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  private static String hex(byte[] bytes) {
    return bytes.length == 0 ? NOTHING : HEX.formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return hex.equals(NOTHING) ? new byte[0] : HEX.parseHex(hex);
  }
}

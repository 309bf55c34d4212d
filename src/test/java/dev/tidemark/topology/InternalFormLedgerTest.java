package dev.tidemark.topology;

import static dev.tidemark.topology.InternalFormRecordsTest.MODEL;
import static dev.tidemark.topology.InternalFormRecordsTest.PERIOD;
import static dev.tidemark.topology.InternalFormRecordsTest.extremeVersion;
import static dev.tidemark.topology.InternalFormRecordsTest.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Kind;
import dev.tidemark.topology.InternalFormGoldenTest.Form;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the ledger's entries and retractions, as their owners write them. */
class InternalFormLedgerTest {

  @ParameterizedTest
  @MethodSource("forms")
  void isReadBackAsItWasWritten(Form form) {
    form.check().accept(form.written());
  }

  static List<Form> forms() {
    List<Form> forms = new ArrayList<>(List.of(entries(), patterns(), manyOfOnePattern()));
    int last = RetractionScan.SLICE;
    forms.add(scan("scan-started", IntStream.rangeClosed(0, last), scan -> {}));
    forms.add(
        scan(
            "scan-joined",
            IntStream.concat(IntStream.of(last), IntStream.range(0, last)),
            InternalFormLedgerTest::join));
    forms.add(
        scan(
            "scan-gone-round",
            IntStream.range(0, last),
            scan -> {
              join(scan);
              scan.slice(entry -> {});
            }));
    return forms;
  }

  private static Form entries() {
    ResultVersion bare = Attempts.version(Samples.benchmark().build(), id(0));
    ResultVersion attack = Attempts.version(Samples.attack().build(), id(1));
    ResultVersion later = Attempts.version(Samples.attack().setRunId("run-2").build(), id(2));
    ResultKey key = Attempts.key(Samples.attack().setModel(MODEL).build());
    ResultKey bareKey = Attempts.key(Samples.benchmark().setModel("m").build());
    Withdrawal withdrawal =
        new Withdrawal(id(3), MODEL, "run-1", null, null, null, null, null, null);
    Consumer<KeyValueStore<Bytes, byte[]>> take =
        rows -> {
          WriteBehindStore tallies = InternalFormGoldenTest.open(Ledger.TALLIES);
          Ledger ledger = ledger(rows, tallies);
          ledger.process(new Record<>(MODEL, withdrawal, 1));
          ledger.process(new Record<>(key.text(), new Attempt(PERIOD, attack), 1));
          ledger.process(new Record<>(key.text(), new Attempt(PERIOD, later), 1));
          ledger.process(new Record<>(key.text(), new Attempt(PERIOD - 1, extremeVersion()), 1));
          ledger.process(new Record<>(bareKey.text(), new Attempt(PERIOD, bare), 1));
          tallies.flushCache();
        };
    LedgerEntry expected =
        LedgerEntry.EMPTY
            .with(PERIOD, attack.withdrawnBy(withdrawal.id()))
            .with(PERIOD, later)
            .with(PERIOD - 1, extremeVersion());
    return Form.of(
        Ledger.ENTRIES + ".entry",
        take,
        rows -> {
          assertThat(entry(rows, key)).isEqualTo(expected.periods());
          assertThat(entry(rows, bareKey)).isEqualTo(Map.of(PERIOD, List.of(bare)));
          take.accept(rows); // finds its rows: there are no more than before
          assertThat(entry(rows, key)).isEqualTo(expected.periods());
          assertThat(rows.approximateNumEntries()).isEqualTo(2);
        });
  }

  private static Map<Integer, List<ResultVersion>> entry(
      KeyValueStore<Bytes, byte[]> rows, ResultKey key) {
    return LedgerEntry.read(rows.get(bytes(key.text()))).periods();
  }

  private static Ledger ledger(KeyValueStore<Bytes, byte[]> entries, WriteBehindStore tallies) {
    MockProcessorContext<String, ScoreInput> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("none"));
    context.setCurrentSystemTimeMs(7);
    context.addStateStore(entries);
    context.addStateStore(InternalFormGoldenTest.open(Ledger.RETRACTIONS).rows());
    context.addStateStore(tallies);
    context.addStateStore(InternalFormGoldenTest.open(Ledger.MODELS).rows());
    Ledger ledger = new Ledger();
    ledger.init(context);
    return ledger;
  }

  /** One pattern of each field alone, one of all, and a second retraction of the first pattern. */
  private static Form patterns() {
    int[] shapes = {1, 2, 4, 8, 16, 31};
    return Form.of(
        Ledger.RETRACTIONS + ".patterns",
        rows -> {
          RetractionIndex index = new RetractionIndex(rows);
          IntStream.of(shapes).forEach(shape -> index.add(withdrawal(shape, shape)));
          index.add(withdrawal(1, 40));
        },
        rows -> {
          RetractionIndex index = new RetractionIndex(rows);
          for (int shape : shapes) {
            assertThat(index.earliest(key(shape), PERIOD + shape, version(shape, 0)))
                .isEqualTo(id(shape));
            assertThat(index.add(withdrawal(shape, shape))).isFalse();
          }
          assertThat(index.earliest(key(1), PERIOD + 1, version(1, 2))).isEqualTo(id(40));
          assertThat(index.earliest(key(0), PERIOD, version(0, 0))).isNull();
        });
  }

  /** Too many to stand together. */
  private static Form manyOfOnePattern() {
    return Form.of(
        Ledger.RETRACTIONS + ".many-of-one-pattern",
        rows -> {
          RetractionIndex index = new RetractionIndex(rows);
          IntStream.rangeClosed(1, 21).forEach(number -> index.add(withdrawal(1, number)));
        },
        rows -> {
          RetractionIndex index = new RetractionIndex(rows);
          for (int number = 1; number <= 21; number++) {
            assertThat(index.earliest(key(1), PERIOD, version(1, number))).isEqualTo(id(number));
          }
          assertThat(index.earliest(key(1), PERIOD, version(1, 22))).isNull();
        });
  }

  private static Withdrawal withdrawal(int shape, int number) {
    ResultVersion version = version(shape, number);
    return Withdrawal.matching(shape, key(shape), PERIOD + shape, version);
  }

  private static ResultKey key(int number) {
    return new ResultKey(Kind.ATTACK, MODEL, "suite é " + number, "}" + number, number);
  }

  private static ResultVersion version(int run, int number) {
    return Attempts.version(Samples.attack().setRunId("rün-" + run).build(), id(number));
  }

  /**
   * A scan of one entry more than a slice.
   *
   * @param left what it has still to visit
   * @param steps what was done since it was started
   */
  private static Form scan(String what, IntStream left, Consumer<RetractionScan> steps) {
    KeyValueStore<Bytes, byte[]> ledger = InternalFormGoldenTest.open(Ledger.ENTRIES).rows();
    List<Bytes> entries =
        IntStream.rangeClosed(0, RetractionScan.SLICE)
            .mapToObj(number -> bytes(MODEL + "|0|suite|%04d|0".formatted(number)))
            .toList();
    entries.forEach(entry -> ledger.put(entry, new byte[0]));
    List<Bytes> expected = left.mapToObj(entries::get).toList();
    return Form.of(
        Ledger.RETRACTIONS + '.' + what,
        rows -> {
          RetractionScan scan = new RetractionScan(rows, ledger);
          scan.start(MODEL);
          steps.accept(scan);
        },
        rows -> {
          RetractionScan scan = new RetractionScan(rows, ledger);
          List<Bytes> visited = new ArrayList<>();
          while (!scan.idle()) {
            scan.slice(entry -> visited.add(entry.key));
          }
          assertThat(visited).isEqualTo(expected);
          assertThat(rows.approximateNumEntries()).isZero();
        });
  }

  /** Another retraction comes after a slice. */
  private static void join(RetractionScan scan) {
    scan.slice(entry -> {});
    scan.start(MODEL);
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

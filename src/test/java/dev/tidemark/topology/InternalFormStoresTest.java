package dev.tidemark.topology;

import static dev.tidemark.topology.InternalFormRecordsTest.MODEL;
import static dev.tidemark.topology.InternalFormRecordsTest.PERIOD;
import static dev.tidemark.topology.InternalFormRecordsTest.bareRegistration;
import static dev.tidemark.topology.InternalFormRecordsTest.id;
import static dev.tidemark.topology.InternalFormRecordsTest.richRegistration;
import static dev.tidemark.topology.InternalFormRecordsTest.richWithdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.ModelTable;
import dev.tidemark.event.Samples;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Severity;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.AlertStore.Key;
import dev.tidemark.topology.AlertStore.Sent;
import dev.tidemark.topology.InternalFormGoldenTest.Form;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of tallies, registrations and alerts, as their owners write them. */
class InternalFormStoresTest {

  private static final String CANONICAL = "acme/öne";
  private static final String MONTH = "2026-03";
  private static final int PARTITION = 124; // the separator's byte

  /** More changed cells than are written as a change: the next row is an image. */
  private static final int MANY_CHANGES = 505;

  private static final Cell RUNNER = Cell.of(Dimension.RUNNER, "é");

  @ParameterizedTest
  @MethodSource("forms")
  void isReadBackAsItWasWritten(Form form) {
    form.check().accept(form.written());
  }

  static List<Form> forms() {
    return List.of(
        partitionTally(),
        mergedTally(),
        registrations(Ledger.MODELS),
        registrations(Scoring.MODELS),
        sentAlerts(),
        alertTexts());
  }

  /** An image, a change, spilled and flipped cells, and whom it was sent under. */
  private static Form partitionTally() {
    Cell flipped =
        Cell.of(
            Dimension.FLIPPED,
            new Flip(Kind.CAMPAIGN, "päck", "}", "leak", Severity.LOW, Complexity.TAILORED).name());
    Cell late = Cell.of(Dimension.MODEL_REVISION, "late");
    Tally expected = cells();
    expected.add(RUNNER, -1);
    expected.add(late, 300);
    expected.add(flipped, 1);
    Tally spilled = new Tally();
    for (String name : InternalFormTest.NAMES.subList(1, InternalFormTest.NAMES.size())) {
      spilled.add(new Cell(Dimension.JUDGE, name, 3, 2), name.length());
    }
    return new Form(
        Ledger.TALLIES + ".tally",
        store -> {
          PartitionTallies tallies = partitionTallies(store);
          for (int i = 0; i < MANY_CHANGES; i++) {
            tallies.add(MODEL, PERIOD, Cell.of(Dimension.RUNNER, "r" + i), 1);
            tallies.add(MODEL, PERIOD, Cell.of(Dimension.RUNNER, "r" + i), -1);
          }
          cells().cells().forEach((cell, counts) -> tallies.add(MODEL, PERIOD, cell, counts));
          store.flushCache();
          tallies.add(MODEL, PERIOD, RUNNER, -1);
          tallies.add(MODEL, PERIOD, late, 300);
          tallies.add(MODEL, PERIOD, flipped, 1);
          tallies.seen(MODEL, PERIOD, Samples.TIME);
          ModelTable<Registration> models = new ModelTable<>();
          models.put(new Registration(id(0), CANONICAL, null, null, List.of(MODEL), null, null));
          tallies.sendChanged(models, (canonical, period, tally) -> {});
          store.flushCache();
          byte[] prefix =
              new ByteWriter().octet('o').bare(MODEL).octet('|').fixed(PERIOD).toBytes();
          spilled.cells().forEach(new SpilledCells(store.rows(), prefix)::add);
        },
        store -> {
          PartitionTallies tallies = partitionTallies(store);
          tallies.resend(MODEL);
          Map<String, PartitionTally> sent = new LinkedHashMap<>();
          tallies.sendChanged(
              new ModelTable<>(),
              (canonical, period, tally) -> sent.put(canonical + '|' + period, tally));
          String own = MODEL + '|' + MONTH;
          assertThat(sent.keySet()).containsExactly(CANONICAL + '|' + MONTH, own);
          Tally all = expected.copy();
          all.add(spilled);
          assertThat(tally(sent.get(own).cells())).isEqualTo(all);
          assertThat(sent.get(own).lastResultAt()).isEqualTo(Samples.TIME);
        });
  }

  private static PartitionTallies partitionTallies(WriteBehindStore store) {
    return new PartitionTallies(PARTITION, store, noForwarding());
  }

  /** An image, a change, and another partition's part. */
  private static Form mergedTally() {
    String key = CANONICAL + '|' + MONTH;
    Map<Cell, long[]> many = new LinkedHashMap<>();
    for (int i = 0; i < MANY_CHANGES; i++) {
      many.put(Cell.of(Dimension.RUNNER, "r" + i), new long[] {1});
    }
    Map<Cell, long[]> change = Map.of(RUNNER, new long[] {-70_000});
    Tally changed = cells();
    changed.add(RUNNER, -70_001);
    return new Form(
        Scoring.TALLIES + ".tally",
        store -> {
          MergedTallies tallies = new MergedTallies(store, noForwarding());
          tallies.put(key, new PartitionTally(PARTITION, MODEL, false, many, 1));
          tallies.put(key, PartitionTally.whole(PARTITION, MODEL, cells(), 2));
          store.flushCache();
          tallies.put(key, new PartitionTally(PARTITION, MODEL, false, change, Samples.TIME));
          tallies.put(key, PartitionTally.whole(0, CANONICAL, cells(), 3));
          store.flushCache();
        },
        store -> {
          TallyParts parts = new TallyParts(store);
          assertThat(parts.keys(CANONICAL)).containsExactly(key);
          Map<Bytes, TallyParts.Part> read = parts.read(key);
          Bytes one = TallyParts.prefix(key, MODEL, PARTITION);
          Bytes other = TallyParts.prefix(key, CANONICAL, 0);
          assertThat(read.keySet()).isEqualTo(Set.of(one, other));
          assertThat(tally(read.get(one).cells)).isEqualTo(changed);
          assertThat(read.get(one).lastResultAt).isEqualTo(Samples.TIME);
          assertThat(tally(read.get(other).cells)).isEqualTo(cells());
          assertThat(read.get(other).lastResultAt).isEqualTo(3);
        });
  }

  private static BeforeCommit noForwarding() {
    return BeforeCommit.of(new MockProcessorContext<Void, Void>(), () -> {});
  }

  private static Tally cells() {
    Tally tally = new Tally();
    tally.add(new Cell(Dimension.ATTACK, "léak", 3, 3), Long.MAX_VALUE, -1, 64);
    tally.add(Cell.of(Dimension.TOKENS, ""), 1, 10_000_000_000L, 0);
    tally.add(RUNNER, 1);
    return tally;
  }

  private static Tally tally(Map<Cell, long[]> cells) {
    Tally tally = new Tally();
    cells.forEach(tally::add);
    return tally;
  }

  private static Form registrations(String store) {
    return Form.of(
        store + ".registrations",
        rows ->
            Stream.of(richRegistration(), bareRegistration()).forEach(new ModelStore(rows)::put),
        rows -> {
          assertThat(ModelStore.table(rows).get(MODEL)).isEqualTo(richRegistration());
          assertThat(ModelStore.table(rows).get("m")).isEqualTo(bareRegistration());
          assertThat(ModelStore.table(rows).canonical("acme-1")).isEqualTo(MODEL);
        });
  }

  private static Form sentAlerts() {
    Sent firing =
        new Sent(
            alert(AlertRule.FLOOR, AlertState.FIRING).setDisplayName("Önë").build(),
            new TreeMap<>(Map.of(id(1).name(), 70_000L, id(2).name(), -1L)));
    Sent resolved = new Sent(alert(AlertRule.STALE, AlertState.RESOLVED).build(), Map.of());
    return Form.of(
        Alerting.ALERTS + ".sent",
        rows ->
            Stream.of(firing, resolved)
                .forEach(sent -> new AlertStore(rows).put(MODEL, Key.of(sent.alert()), sent)),
        rows -> {
          AlertStore alerts = new AlertStore(rows);
          assertThat(alerts.of(MODEL).values()).containsExactlyInAnyOrder(firing, resolved);
          assertThat(alerts.has(MODEL, Key.of(firing.alert()))).isTrue();
          assertThat(alerts.modelAfter(null)).isEqualTo(MODEL);
        });
  }

  private static Alert.Builder alert(AlertRule rule, AlertState state) {
    return Alert.newBuilder()
        .setRule(rule)
        .setModel(MODEL)
        .setBoard(AlertBoard.CASI)
        .setPeriod(MONTH)
        .setSeverity(AlertSeverity.WARNING)
        .setState(state)
        .setTransition(true)
        .setEpisode(2)
        .setFiredAt(Instant.ofEpochMilli(Samples.TIME))
        .setUpdatedAt(Instant.ofEpochMilli(Samples.TIME))
        .setMethodVersion("v1")
        .setSummary("CASI is 61.25.")
        .setEvidence(AlertEvidence.newBuilder().setScore(61.25).build())
        .setPath("/models/m");
  }

  /** What was said of retractions, and that earlier alerts have been taken over. */
  private static Form alertTexts() {
    Withdrawal silent = new Withdrawal(id(5), MODEL, "r", null, null, null, null, null, null);
    return Form.of(
        Alerting.ALERTS + ".texts",
        rows -> {
          AlertStore alerts = new AlertStore(rows);
          alerts.putText(richWithdrawal());
          alerts.putText(silent);
          alerts.setComplete();
        },
        rows -> {
          AlertStore alerts = new AlertStore(rows);
          Instant at = Instant.ofEpochMilli(richWithdrawal().id().timestamp());
          assertThat(alerts.retraction(richWithdrawal().id().name(), 7))
              .isEqualTo(new AlertRetraction(at, "ana", "judge 🌊 is broken", 7L));
          assertThat(alerts.retraction(silent.id().name(), 7).getBy()).isNull();
          assertThat(alerts.complete()).isTrue();
          assertThat(rows.approximateNumEntries()).isEqualTo(3);
        });
  }
}

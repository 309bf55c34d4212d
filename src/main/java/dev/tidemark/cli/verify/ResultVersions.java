package dev.tidemark.cli.verify;

import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Outcome;
import dev.tidemark.topology.CellSink;
import dev.tidemark.topology.ResultKey;
import dev.tidemark.topology.ResultVersion;
import dev.tidemark.topology.Withdrawal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rules of design.md, Ledger, over the whole set of versions of one identity at once. */
final class ResultVersions {

  /** As many versions of one identity and period are kept, the greatest. */
  static final int KEPT = 1_000;

  private static final Comparator<ResultVersion> ORDER =
      Comparator.comparingInt(ResultVersion::revision).thenComparing(ResultVersion::id);

  private ResultVersions() {}

  /** Of each (run, revision) the greatest by (timestamp, content hash). */
  static Collection<ResultVersion> slots(Collection<ResultVersion> versions) {
    record Slot(String runId, int revision) {}
    Map<Slot, ResultVersion> slots = new HashMap<>();
    for (ResultVersion version : versions) {
      slots.merge(
          new Slot(version.runId(), version.revision()),
          version,
          (some, other) -> ORDER.compare(some, other) >= 0 ? some : other);
    }
    return slots.values();
  }

  /** Gives every count that one identity adds, in all its periods. */
  static void count(
      ResultKey key,
      Map<Integer, Set<ResultVersion>> periods,
      Set<Withdrawal> withdrawals,
      CellSink sink) {
    TreeMap<Integer, Outcome> conclusive = new TreeMap<>();
    periods.forEach(
        (period, versions) -> {
          List<ResultVersion> kept =
              slots(versions).stream().sorted(ORDER.reversed()).limit(KEPT).toList();
          Optional<ResultVersion> winner = Optional.empty();
          for (ResultVersion version : kept) {
            Optional<RecordId> withdrawnBy = earliest(key, period, version, withdrawals);
            withdrawnBy.ifPresent(
                id -> sink.add(period, Cell.of(Dimension.WITHDRAWN, id.name()), 1));
            if (withdrawnBy.isEmpty() && winner.isEmpty()) {
              winner = Optional.of(version);
            }
          }
          winner.ifPresent(
              version -> version.contribution().addTo(sink, period, key.kind(), key.suite(), 1));
          winner
              .map(version -> version.contribution().outcome())
              .filter(Outcome::conclusive)
              .ifPresent(outcome -> conclusive.put(period, outcome));
        });
    if (key.trial() == 0 && key.kind() != Kind.BENCHMARK) {
      countPairs(key.suite(), conclusive, sink);
    }
  }

  private static void countPairs(
      String suite, TreeMap<Integer, Outcome> conclusive, CellSink sink) {
    Cell cell = Cell.of(Dimension.PAIRS, suite);
    conclusive.forEach(
        (period, outcome) -> {
          Map.Entry<Integer, Outcome> earlier = conclusive.lowerEntry(period);
          boolean paired = earlier != null && period - earlier.getKey() <= 12;
          boolean flipped = paired && !Objects.equals(earlier.getValue(), outcome);
          sink.add(
              period,
              cell,
              flipped && outcome == Outcome.BREACHED ? 1 : 0,
              flipped && outcome == Outcome.RESISTED ? 1 : 0,
              paired ? 1 : 0,
              1);
        });
  }

  private static Optional<RecordId> earliest(
      ResultKey key, int period, ResultVersion version, Set<Withdrawal> withdrawals) {
    return withdrawals.stream()
        .filter(
            withdrawal ->
                withdrawal.matches(key, period, version.runId(), version.id().timestamp()))
        .map(Withdrawal::id)
        .min(Comparator.naturalOrder());
  }
}

package dev.tidemark.cli.verify;

import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Kind;
import dev.tidemark.topology.CellSink;
import dev.tidemark.topology.Contribution;
import dev.tidemark.topology.Pairing;
import dev.tidemark.topology.ResultKey;
import dev.tidemark.topology.ResultVersion;
import dev.tidemark.topology.Withdrawal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rules of the README, Exactness, over the whole set of versions of one identity at once. */
final class ResultVersions {

  /** As many versions of one identity and period are kept, the greatest. */
  static final int KEPT = 1_000;

  /** And of one identity in all its periods. */
  static final int KEPT_IN_ALL = 2_000;

  private static final Comparator<ResultVersion> ORDER =
      Comparator.comparingInt(ResultVersion::revision).thenComparing(ResultVersion::id);

  private ResultVersions() {}

  /** A version of a result and the period that it is in. */
  record Dated(int period, ResultVersion version) {}

  /** Of each (period, run, revision) the greatest by (timestamp, content hash), by period. */
  static Map<Integer, List<ResultVersion>> slots(Collection<Dated> versions) {
    record Slot(int period, String runId, int revision) {}
    Map<Slot, ResultVersion> slots = new HashMap<>();
    for (Dated dated : versions) {
      ResultVersion version = dated.version();
      slots.merge(
          new Slot(dated.period(), version.runId(), version.revision()),
          version,
          (some, other) -> ORDER.compare(some, other) >= 0 ? some : other);
    }
    Map<Integer, List<ResultVersion>> periods = new TreeMap<>();
    slots.forEach(
        (slot, version) ->
            periods.computeIfAbsent(slot.period(), any -> new ArrayList<>()).add(version));
    return periods;
  }

  /** What is kept of each period, the greatest first. */
  private static Map<Integer, List<ResultVersion>> kept(Collection<Dated> versions) {
    Map<Integer, List<ResultVersion>> kept = slots(versions);
    kept.replaceAll((period, of) -> of.stream().sorted(ORDER.reversed()).limit(KEPT).toList());
    List<ResultVersion> all =
        kept.values().stream().flatMap(List::stream).sorted(ORDER.reversed()).toList();
    if (all.size() > KEPT_IN_ALL) {
      ResultVersion last = all.get(KEPT_IN_ALL - 1);
      kept.replaceAll(
          (period, of) ->
              of.stream().filter(version -> ORDER.compare(version, last) >= 0).toList());
    }
    return kept;
  }

  /** Gives every count that one identity adds, in all its periods. */
  static void count(
      ResultKey key, Collection<Dated> versions, Set<Withdrawal> withdrawals, CellSink sink) {
    TreeMap<Integer, Contribution> conclusive = new TreeMap<>();
    kept(versions)
        .forEach(
            (period, kept) -> {
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
                  version ->
                      version.contribution().addTo(sink, period, key.kind(), key.suite(), 1));
              winner
                  .map(ResultVersion::contribution)
                  .filter(counted -> key.kind() != Kind.BENCHMARK && counted.outcome().conclusive())
                  .ifPresent(counted -> conclusive.put(period, counted));
            });
    if (key.trial() == 0) {
      countPairs(key, conclusive, sink);
    }
  }

  private static void countPairs(
      ResultKey key, TreeMap<Integer, Contribution> conclusive, CellSink sink) {
    conclusive.forEach(
        (period, counted) -> {
          Map.Entry<Integer, Contribution> earlier = conclusive.lowerEntry(period);
          boolean paired = earlier != null && period - earlier.getKey() <= 12;
          new Pairing(paired ? earlier.getValue().outcome() : null, counted)
              .addTo(sink, period, key, 1);
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

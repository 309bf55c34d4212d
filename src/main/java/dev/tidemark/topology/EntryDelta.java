package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a change of one ledger entry changes in the tallies: nothing for a loser or a repeat, the
 * added cells for a new result, the difference for a replacement.
 */
final class EntryDelta {

  /** Pairs look back at most so many months (README, Scoring method). */
  static final int LOOK_BACK = 12;

  private EntryDelta() {}

  /** Gives the sink what {@code after} counts more, or less, than {@code before}. */
  static void emit(ResultKey key, LedgerEntry before, LedgerEntry after, CellSink sink) {
    after
        .periods()
        .forEach(
            (period, versions) -> {
              List<ResultVersion> old = before.periods().getOrDefault(period, List.of());
              if (old != versions) {
                emitWinner(key, period, old, versions, sink);
                emitWithdrawn(period, old, -1, sink);
                emitWithdrawn(period, versions, 1, sink);
              }
            });
    if (LedgerEntry.paired(key)) {
      emitPairs(key, before, after, sink);
    }
  }

  private static void emitWinner(
      ResultKey key,
      int period,
      List<ResultVersion> old,
      List<ResultVersion> versions,
      CellSink sink) {
    Contribution was = contribution(LedgerEntry.winner(old));
    Contribution is = contribution(LedgerEntry.winner(versions));
    if (Objects.equals(was, is)) {
      return;
    }
    if (was != null) {
      was.addTo(sink, period, key.kind(), key.suite(), -1);
    }
    if (is != null) {
      is.addTo(sink, period, key.kind(), key.suite(), 1);
    }
  }

  private static Contribution contribution(ResultVersion winner) {
    return winner == null ? null : winner.contribution();
  }

  private static void emitWithdrawn(
      int period, List<ResultVersion> versions, int sign, CellSink sink) {
    for (ResultVersion version : versions) {
      if (version.withdrawnBy() != null) {
        sink.add(period, Cell.of(Dimension.WITHDRAWN, version.withdrawnBy().name()), sign);
      }
    }
  }

  private static void emitPairs(
      ResultKey key, LedgerEntry before, LedgerEntry after, CellSink sink) {
    Map<Integer, Pairing> was = pairings(before);
    pairings(after)
        .forEach(
            (period, pairing) -> {
              Pairing old = was.remove(period);
              if (!pairing.equals(old)) {
                if (old != null) {
                  old.addTo(sink, period, key, -1);
                }
                pairing.addTo(sink, period, key, 1);
              }
            });
    was.forEach((period, old) -> old.addTo(sink, period, key, -1));
  }

  /** By period with a conclusive outcome. */
  private static Map<Integer, Pairing> pairings(LedgerEntry entry) {
    Map<Integer, Pairing> pairings = new TreeMap<>();
    int lastPeriod = 0;
    Outcome last = null;
    for (Map.Entry<Integer, List<ResultVersion>> at : entry.periods().entrySet()) {
      ResultVersion winner = LedgerEntry.winner(at.getValue());
      if (winner == null || !winner.contribution().outcome().conclusive()) {
        continue;
      }
      boolean paired = last != null && at.getKey() - lastPeriod <= LOOK_BACK;
      pairings.put(at.getKey(), new Pairing(paired ? last : null, winner.contribution()));
      lastPeriod = at.getKey();
      last = winner.contribution().outcome();
    }
    return pairings;
  }
}

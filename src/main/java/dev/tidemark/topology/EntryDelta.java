package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a change of one ledger entry changes in the tallies: nothing for a loser or a repeat, the
 * added cells for a new result, the difference for a replacement.
 */
final class EntryDelta {

  /** Pairs look back at most so many months (method.md section 7). */
  static final int LOOK_BACK = 12;

  private static final int REGRESSED = 0;
  private static final int FIXED = 1;
  private static final int PAIRED = 2;
  private static final int FIRST_TRIALS = 3;

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
    Map<Integer, long[]> was = pairs(before);
    Map<Integer, long[]> is = pairs(after);
    Cell cell = Cell.of(Dimension.PAIRS, key.suite());
    is.forEach(
        (period, counts) -> {
          long[] old = was.remove(period);
          if (!Arrays.equals(old, counts)) {
            sink.add(period, cell, old == null ? counts : minus(counts, old));
          }
        });
    was.forEach((period, old) -> sink.add(period, cell, minus(new long[4], old)));
  }

  /** By period with a conclusive outcome: regressed, fixed, paired, firstTrials (each 0 or 1). */
  private static Map<Integer, long[]> pairs(LedgerEntry entry) {
    Map<Integer, long[]> pairs = new TreeMap<>();
    int lastPeriod = 0;
    Outcome last = null;
    for (Map.Entry<Integer, List<ResultVersion>> at : entry.periods().entrySet()) {
      ResultVersion winner = LedgerEntry.winner(at.getValue());
      if (winner == null || !winner.contribution().outcome().conclusive()) {
        continue;
      }
      Outcome outcome = winner.contribution().outcome();
      long[] counts = new long[4];
      counts[FIRST_TRIALS] = 1;
      if (last != null && at.getKey() - lastPeriod <= LOOK_BACK) {
        counts[PAIRED] = 1;
        if (last != outcome) {
          counts[outcome == Outcome.BREACHED ? REGRESSED : FIXED] = 1;
        }
      }
      pairs.put(at.getKey(), counts);
      lastPeriod = at.getKey();
      last = outcome;
    }
    return pairs;
  }

  private static long[] minus(long[] counts, long[] others) {
    long[] difference = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      difference[i] = counts[i] - others[i];
    }
    return difference;
  }
}

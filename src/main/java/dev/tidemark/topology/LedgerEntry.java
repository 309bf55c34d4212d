package dev.tidemark.topology;

import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All versions of one result identity, by period. Immutable; nearly always one version. */
final class LedgerEntry {

  static final LedgerEntry EMPTY = new LedgerEntry(new TreeMap<>());

  /** More versions of one identity and period than this are somebody's mistake. */
  static final int MAX_VERSIONS = 1_000;

  /**
   * The same over all periods: some 8 MB where every name is as long as it may be. A row that can't
   * be written would stop its partition for ever.
   */
  static final int MAX_IN_ALL = 2_000;

  private final NavigableMap<Integer, List<ResultVersion>> periods;

  private LedgerEntry(NavigableMap<Integer, List<ResultVersion>> periods) {
    this.periods = periods;
  }

  NavigableMap<Integer, List<ResultVersion>> periods() {
    return periods;
  }

  /** The entry with this version in it; the same entry if that changes nothing. */
  LedgerEntry with(int period, ResultVersion version) {
    List<ResultVersion> old = periods.getOrDefault(period, List.of());
    List<ResultVersion> versions = new ArrayList<>(old.size() + 1);
    for (ResultVersion other : old) {
      if (!other.sameSlot(version)) {
        versions.add(other);
      } else if (other.id().compareTo(version.id()) >= 0) {
        return this;
      }
    }
    versions.add(version);
    if (versions.size() > MAX_VERSIONS) {
      ResultVersion lowest = Collections.min(versions, ResultVersion.WINNER);
      if (lowest == version) {
        return this;
      }
      versions.remove(lowest);
    }
    LedgerEntry entry = replaced(period, versions);
    return entry.size() > MAX_IN_ALL ? entry.withoutLowest(version, this) : entry;
  }

  private int size() {
    int size = 0;
    for (List<ResultVersion> versions : periods.values()) {
      size += versions.size();
    }
    return size;
  }

  /** Without the lowest version of all; the entry before if that is the one that came. */
  private LedgerEntry withoutLowest(ResultVersion came, LedgerEntry before) {
    ResultVersion lowest =
        periods.values().stream().flatMap(List::stream).min(ResultVersion.WINNER).orElseThrow();
    if (lowest == came) {
      return before;
    }
    LedgerEntry entry = this;
    for (Map.Entry<Integer, List<ResultVersion>> at : periods.entrySet()) {
      if (at.getValue().contains(lowest)) {
        // A period that has lost all its versions stays, so that its counts are taken back.
        List<ResultVersion> rest =
            at.getValue().stream().filter(version -> version != lowest).toList();
        entry = entry.replaced(at.getKey(), rest);
      }
    }
    return entry;
  }

  /** The entry with each version's retraction looked up anew; the same entry if none moved. */
  LedgerEntry remarked(RetractionLookup retractions) {
    LedgerEntry entry = this;
    for (Map.Entry<Integer, List<ResultVersion>> at : periods.entrySet()) {
      UnaryOperator<ResultVersion> mark =
          version -> {
            RecordId earliest = retractions.earliest(at.getKey(), version);
            return Objects.equals(earliest, version.withdrawnBy())
                ? version
                : version.withdrawnBy(earliest);
          };
      List<ResultVersion> versions = at.getValue().stream().map(mark).toList();
      if (!sameInstances(versions, at.getValue())) {
        entry = entry.replaced(at.getKey(), versions);
      }
    }
    return entry;
  }

  /** Whether there are as many versions as are kept, so that some may have gone. */
  boolean full(int period) {
    return periods.getOrDefault(period, List.of()).size() >= MAX_VERSIONS || size() >= MAX_IN_ALL;
  }

  /** The version that counts, or null if all are withdrawn. */
  static ResultVersion winner(List<ResultVersion> versions) {
    ResultVersion winner = null;
    for (ResultVersion version : versions) {
      if (version.withdrawnBy() == null
          && (winner == null || ResultVersion.WINNER.compare(version, winner) > 0)) {
        winner = version;
      }
    }
    return winner;
  }

  private LedgerEntry replaced(int period, List<ResultVersion> versions) {
    NavigableMap<Integer, List<ResultVersion>> copy = new TreeMap<>(periods);
    copy.put(period, versions);
    return new LedgerEntry(copy);
  }

  private static boolean sameInstances(List<ResultVersion> some, List<ResultVersion> others) {
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter(160);
    out.number(periods.size());
    periods.forEach(
        (period, versions) -> {
          out.number(period).number(versions.size());
          versions.forEach(version -> version.write(out));
        });
    return out.toBytes();
  }

  static LedgerEntry read(byte[] bytes) {
    if (bytes == null) {
      return EMPTY;
    }
    ByteReader in = new ByteReader(bytes);
    NavigableMap<Integer, List<ResultVersion>> periods = new TreeMap<>();
    for (int left = in.integer(); left > 0; left--) {
      int period = in.integer();
      int size = in.integer();
      List<ResultVersion> versions = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        versions.add(ResultVersion.read(in));
      }
      periods.put(period, versions);
    }
    return new LedgerEntry(periods);
  }

  /** Finds the earliest retraction that withdraws a version of this entry's identity. */
  @FunctionalInterface
  interface RetractionLookup {
    RecordId earliest(int period, ResultVersion version);
  }

  /** Whether results of this identity take part in pairs and flips (README, Scoring method). */
  static boolean paired(ResultKey key) {
    return key.trial() == 0 && key.kind() != Kind.BENCHMARK;
  }
}

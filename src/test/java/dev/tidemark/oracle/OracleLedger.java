package dev.tidemark.oracle;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Which version of each result stands, and which were withdrawn (README, Exactness). */
final class OracleLedger {

  /** Most versions of one identity in one period; the lowest go. */
  static final int MAX_VERSIONS = 1_000;

  /** Most versions of one identity in all its months, the greatest. */
  static final int MAX_IN_ALL = 2_000;

  /** What tells results apart inside a period (README, Scoring method). */
  record Identity(String kind, String model, String suite, String caseId, long trial) {

    static Identity of(OracleRecord result) {
      return new Identity(
          result.type(),
          result.text("model"),
          result.text("suite"),
          result.text("caseId"),
          result.integer("trial"));
    }
  }

  /** A version that a retraction withdrew, with the earliest one that did. */
  record Withdrawal(OracleRecord version, OracleRecord retraction) {}

  private record Version(String runId, long revision) {

    static Version of(OracleRecord result) {
      return new Version(result.text("runId"), result.integer("revision"));
    }
  }

  private static final Comparator<OracleRecord> BY_REVISION_TIME_AND_HASH =
      Comparator.<OracleRecord>comparingLong(version -> version.integer("revision"))
          .thenComparing(OracleRecord.BY_TIME_AND_HASH);

  private final Map<Identity, SortedMap<YearMonth, OracleRecord>> winners = new LinkedHashMap<>();
  private final List<Withdrawal> withdrawals = new ArrayList<>();

  /** Works through records of all types; those that are no result and no retraction don't count. */
  OracleLedger(List<OracleRecord> records) {
    Map<String, List<OracleRecord>> retractionsByModel =
        records.stream()
            .filter(record -> record.type().equals("retract"))
            .collect(Collectors.groupingBy(retraction -> retraction.text("model")));
    Map<Identity, Map<YearMonth, List<OracleRecord>>> results =
        records.stream()
            .filter(OracleRecord::isResult)
            .collect(
                Collectors.groupingBy(Identity::of, Collectors.groupingBy(OracleRecord::month)));
    results.forEach(
        (identity, byMonth) -> {
          Set<OracleRecord> kept =
              byMonth.values().stream()
                  .flatMap(versions -> kept(versions).stream())
                  .sorted(BY_REVISION_TIME_AND_HASH.reversed())
                  .limit(MAX_IN_ALL)
                  .collect(Collectors.toSet());
          byMonth.forEach(
              (month, versions) ->
                  judge(
                      identity,
                      month,
                      kept(versions).stream().filter(kept::contains).toList(),
                      retractionsByModel.getOrDefault(identity.model(), List.of())));
        });
  }

  /** The version that stands of each identity in each month that has one. */
  Map<Identity, SortedMap<YearMonth, OracleRecord>> winners() {
    return winners;
  }

  /** Every version kept that is withdrawn. */
  List<Withdrawal> withdrawals() {
    return withdrawals;
  }

  private void judge(
      Identity identity,
      YearMonth month,
      List<OracleRecord> versions,
      List<OracleRecord> retractions) {
    List<OracleRecord> standing = new ArrayList<>();
    for (OracleRecord version : versions) {
      Optional<OracleRecord> earliest =
          retractions.stream()
              .filter(retraction -> withdraws(retraction, version))
              .min(OracleRecord.BY_TIME_AND_HASH);
      earliest.ifPresentOrElse(
          retraction -> withdrawals.add(new Withdrawal(version, retraction)),
          () -> standing.add(version));
    }
    standing.stream()
        .max(BY_REVISION_TIME_AND_HASH)
        .ifPresent(
            winner -> winners.computeIfAbsent(identity, i -> new TreeMap<>()).put(month, winner));
  }

  /** Of each run and revision the latest, and of these the greatest 1,000. */
  private static List<OracleRecord> kept(List<OracleRecord> records) {
    Collection<OracleRecord> versions =
        records.stream()
            .collect(
                Collectors.toMap(
                    Version::of,
                    record -> record,
                    BinaryOperator.maxBy(OracleRecord.BY_TIME_AND_HASH)))
            .values();
    return versions.stream()
        .sorted(BY_REVISION_TIME_AND_HASH.reversed())
        .limit(MAX_VERSIONS)
        .toList();
  }

  private static boolean withdraws(OracleRecord retraction, OracleRecord version) {
    return retraction.timestamp() >= version.timestamp()
        && retraction.text("model").equals(version.text("model"))
        && (!retraction.has("runId") || retraction.text("runId").equals(version.text("runId")))
        && (!retraction.has("suite") || retraction.text("suite").equals(version.text("suite")))
        && (!retraction.has("caseId") || retraction.text("caseId").equals(version.text("caseId")))
        && (!retraction.has("trial") || retraction.integer("trial") == version.integer("trial"))
        && (!retraction.has("period")
            || retraction.text("period").equals(version.month().toString()));
  }
}

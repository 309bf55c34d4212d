package dev.tidemark.oracle;

import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The truth that the live system is held against: standings recomputed in one go from a set of
 * records by the words of the README (Exactness, Scoring method). Naive on purpose, and shares
 * nothing with the code that it judges. Good for some 20,000 records.
 */
public final class Oracle {

  private static final int MAX_SCORED_NAMES = 1_000;
  private static final int COVERAGE_MONTHS = 12;

  private final OracleModels models;
  private final Map<String, SortedMap<YearMonth, OracleTally>> tallies = new HashMap<>();

  private Oracle(List<OracleRecord> records) {
    List<OracleRecord> accepted =
        records.stream().filter(record -> !record.isDeadLetter()).toList();
    models = new OracleModels(accepted);
    Map<String, SortedMap<YearMonth, OracleTally>> merged = new HashMap<>();
    new OracleCounts(new OracleLedger(accepted))
        .tallies()
        .forEach(
            (name, byMonth) ->
                byMonth.forEach(
                    (month, tally) ->
                        merged
                            .computeIfAbsent(models.canonical(name), m -> new TreeMap<>())
                            .computeIfAbsent(month, m -> new OracleTally())
                            .add(tally)));
    merged.forEach(
        (model, byMonth) ->
            byMonth.forEach(
                (month, tally) ->
                    tallies
                        .computeIfAbsent(model, m -> new TreeMap<>())
                        .put(month, tally.limited())));
  }

  /**
   * Computes every standing from records of all input topics, in any order.
   *
   * @return by {@code model|YYYY-MM}, one for each canonical model and period with a cell
   */
  public static SortedMap<String, OracleStanding> standings(List<OracleRecord> records) {
    Oracle oracle = new Oracle(records);
    SortedMap<String, OracleStanding> standings = new TreeMap<>();
    oracle.tallies.forEach(
        (model, byMonth) ->
            byMonth.forEach(
                (month, tally) ->
                    standings.put(model + "|" + month, oracle.standing(model, month, tally))));
    return standings;
  }

  private OracleStanding standing(String model, YearMonth month, OracleTally tally) {
    boolean overflow = overflows(tally);
    OracleStanding.Casi casi = OracleCasi.of(tally, overflow);
    OracleStanding.Ars ars = OracleArs.of(tally, overflow);
    Double performance = overflow ? null : OracleScores.performance(tally);
    Double inputPrice = models.price(model, "inputUsdPerMTok");
    Double outputPrice = models.price(model, "outputUsdPerMTok");
    long regressed = tally.sum("PAIRS", 0);
    long fixed = tally.sum("PAIRS", 1);
    return new OracleStanding(
        model,
        month.toString(),
        models.text(model, "displayName"),
        models.text(model, "provider"),
        tally.asMap(),
        casi,
        ars,
        performance,
        OracleScores.rtp(casi.score(), performance),
        OracleScores.rtp(ars.score(), performance),
        OracleScores.cos(casi.score(), inputPrice, outputPrice),
        OracleScores.cos(ars.score(), inputPrice, outputPrice),
        OracleScores.effectiveCos(tally, casi.score(), inputPrice, outputPrice),
        regressed,
        fixed,
        overflow ? null : OracleScores.mcnemar(regressed, fixed),
        overflow ? null : coverage(model, month),
        overflow,
        inputPrice,
        outputPrice);
  }

  private static boolean overflows(OracleTally tally) {
    return List.of("ATTACK", "CAMPAIGN", "BENCHMARK", "PAIRS").stream()
        .anyMatch(dimension -> tally.names(dimension).size() > MAX_SCORED_NAMES);
  }

  /** Pairs of this month over first trials of the latest of the 12 before that has any. */
  private Double coverage(String model, YearMonth month) {
    long paired = tallies.get(model).get(month).sum("PAIRS", 2);
    for (int back = 1; back <= COVERAGE_MONTHS; back++) {
      OracleTally earlier = tallies.get(model).get(month.minusMonths(back));
      if (earlier != null && earlier.sum("PAIRS", 3) > 0) {
        return Math.min(1, (double) paired / earlier.sum("PAIRS", 3));
      }
    }
    return null;
  }
}

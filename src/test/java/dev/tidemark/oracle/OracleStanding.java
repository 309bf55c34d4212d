package dev.tidemark.oracle;

import java.util.List;
import java.util.SortedMap;

/**
 * What the standings must say about one canonical model in one period. A score is null where the
 * README says null, and every score and p-value is null when names overflow; counts are not.
 *
 * @param tally cells by {@code DIMENSION|name|row|column}; no cell holds zeros only
 * @param coverage of the pairs, 0 to 1 (README, Scoring method)
 */
public record OracleStanding(
    String model,
    String period,
    String displayName,
    String provider,
    SortedMap<String, List<Long>> tally,
    Casi casi,
    Ars ars,
    Double performance,
    Double rtp,
    Double arsRtp,
    Double cos,
    Double arsCos,
    Double effectiveCos,
    long regressed,
    long fixed,
    Double mcnemar,
    Double coverage,
    boolean overflow,
    Double inputUsdPerMTok,
    Double outputUsdPerMTok) {

  /** CASI with its 95 % interval and its parts (README, Scoring method). */
  public record Casi(
      Double score,
      Double low,
      Double high,
      long conclusive,
      long inconclusive,
      Double risk,
      Double breakingPoint) {}

  /** ARS with its 95 % interval and its parts (README, Scoring method). */
  public record Ars(
      Double score,
      Double low,
      Double high,
      long conclusive,
      long inconclusive,
      Double requiredSophistication,
      Double defensiveEndurance,
      Double counterIntelligence) {}
}

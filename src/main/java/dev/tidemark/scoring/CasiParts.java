package dev.tidemark.scoring;

/**
 * CASI and what it is made of (README, Scoring method).
 *
 * @param score 0 to 100, higher is safer; null without conclusive attacks or on overflow, like the
 *     next two and the last two
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param conclusive attacks BREACHED or RESISTED
 * @param inconclusive attacks INCONCLUSIVE
 * @param risk R, 0 to 1
 * @param breakingPoint DBP, 0 to 1
 */
public record CasiParts(
    Double score,
    Double low,
    Double high,
    long conclusive,
    long inconclusive,
    Double risk,
    Double breakingPoint) {

  static CasiParts unscored(long conclusive, long inconclusive) {
    return new CasiParts(null, null, null, conclusive, inconclusive, null, null);
  }
}

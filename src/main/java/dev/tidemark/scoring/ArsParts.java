package dev.tidemark.scoring;

/**
 * ARS and what it is made of (README, Scoring method).
 *
 * @param score 0 to 100, higher is safer; null without conclusive campaigns or on overflow, like
 *     all others but the counts
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param conclusive campaigns BREACHED or RESISTED
 * @param inconclusive campaigns INCONCLUSIVE
 * @param requiredSophistication RS, 0 to 1
 * @param defensiveEndurance DE, 0 to 1
 * @param counterIntelligence CI, 0 to 1; null also when the attacker had no failed turn
 */
public record ArsParts(
    Double score,
    Double low,
    Double high,
    long conclusive,
    long inconclusive,
    Double requiredSophistication,
    Double defensiveEndurance,
    Double counterIntelligence) {

  static ArsParts unscored(long conclusive, long inconclusive) {
    return new ArsParts(null, null, null, conclusive, inconclusive, null, null, null);
  }
}

package dev.tidemark.topology;

import dev.tidemark.event.ArsScore;
import dev.tidemark.event.CasiScore;
import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Prices;
import dev.tidemark.scoring.Scores;
import dev.tidemark.scoring.Tally;
import java.time.Instant;

/** Makes standings of tallies: the same function for the live topology and the batch verifier. */
public final class Standings {

  private Standings() {}

  /**
   * Scores one model's tally of one period.
   *
   * @param registration the one in force, or null
   * @param updatedAt epoch milliseconds
   */
  public static Standing score(
      String model,
      String period,
      Tally tally,
      Method method,
      Registration registration,
      long updatedAt) {
    Double input = registration == null ? null : registration.inputUsdPerMTok();
    Double output = registration == null ? null : registration.outputUsdPerMTok();
    Scores scores = Scores.of(tally, method, new Prices(input, output));
    var casi = scores.casi();
    var ars = scores.ars();
    return new Standing(
        model,
        registration == null ? null : registration.displayName(),
        registration == null ? null : registration.provider(),
        period,
        method.version(),
        Instant.ofEpochMilli(updatedAt),
        new CasiScore(
            casi.score(),
            casi.low(),
            casi.high(),
            casi.conclusive(),
            casi.inconclusive(),
            casi.risk(),
            casi.breakingPoint()),
        new ArsScore(
            ars.score(),
            ars.low(),
            ars.high(),
            ars.conclusive(),
            ars.inconclusive(),
            ars.requiredSophistication(),
            ars.defensiveEndurance(),
            ars.counterIntelligence()),
        scores.performance(),
        scores.rtp(),
        scores.arsRtp(),
        scores.cos(),
        scores.arsCos(),
        scores.effectiveCos(),
        scores.regressed(),
        scores.fixed(),
        scores.mcnemar(),
        scores.overflow(),
        input,
        output,
        TallyRecords.toRecord(tally));
  }
}

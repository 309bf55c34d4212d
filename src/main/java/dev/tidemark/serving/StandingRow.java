package dev.tidemark.serving;

import dev.tidemark.scoring.ArsParts;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.CasiParts;
import dev.tidemark.scoring.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One row of a board, as the API gives it: unrounded doubles, null where there is no data.
 *
 * @param rank 1 is best; null when provisional or unscored, as are the range's ends
 * @param rankLow best rank that the 95 % intervals allow
 * @param rankHigh worst rank that they allow
 * @param performance 0 to 100
 * @param rtp 0 to 1, from CASI; {@code arsRtp} from ARS
 * @param cos USD per 1,000,000 tokens over CASI/100; {@code arsCos} over ARS/100
 * @param effectiveCos USD per 1,000 attempts over CASI/100
 * @param mcnemar one-sided p-value of this period's flips
 * @param coverage share of the earlier period's cases tried again, 0 to 1
 * @param change score of this board minus that of the last earlier period
 * @param comparable whether both rest on the same categories and rungs
 * @param overflow more categories, intents or suites than the method allows: no scores
 */
public record StandingRow(
    String model,
    String displayName,
    String provider,
    String period,
    Integer rank,
    Integer rankLow,
    Integer rankHigh,
    Status status,
    CasiParts casi,
    ArsParts ars,
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
    Double change,
    Boolean comparable,
    boolean overflow,
    Instant updatedAt,
    String methodVersion) {

  /** This row with another change. */
  StandingRow withChange(Double change, Boolean comparable) {
    return new StandingRow(
        model,
        displayName,
        provider,
        period,
        rank,
        rankLow,
        rankHigh,
        status,
        casi,
        ars,
        performance,
        rtp,
        arsRtp,
        cos,
        arsCos,
        effectiveCos,
        regressed,
        fixed,
        mcnemar,
        coverage,
        change,
        comparable,
        overflow,
        updatedAt,
        methodVersion);
  }

  /** The score of a board; null if there is none. */
  Double score(Board board) {
    return board == Board.CASI ? casi.score() : ars.score();
  }

  /** When the newest of these rows was computed; empty if there are none. */
  static Optional<Instant> newest(List<StandingRow> rows) {
    return rows.stream().map(StandingRow::updatedAt).max(Instant::compareTo);
  }
}

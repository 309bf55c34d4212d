package dev.tidemark.serving;

import dev.tidemark.scoring.Breakdown;
import dev.tidemark.scoring.BreakdownItem;
import java.util.List;

/**
 * All about one model.
 *
 * @param inputUsdPerMTok list price, USD per 1,000,000 tokens; null when not known
 * @param outputUsdPerMTok list price, USD per 1,000,000 tokens; null when not known
 * @param method version of the method that scores and intervals are under
 * @param period the month that everything but standings and retractions is about
 * @param standings of every period, newest first
 * @param retractions that withdrew results of this model, in any period, newest first
 */
public record ModelAnswer(
    String model,
    String displayName,
    String provider,
    Double inputUsdPerMTok,
    Double outputUsdPerMTok,
    String method,
    String period,
    List<Standings> standings,
    Breakdown breakdown,
    Worst worst,
    ModelFlips flips,
    ModelProvenance provenance,
    List<RetractionRow> retractions) {

  /** The model's rows of one period on both boards. */
  public record Standings(String period, StandingRow casi, StandingRow ars) {}

  /**
   * Where the model is weakest: the highest lower end of the breach rate's interval.
   *
   * @param casi a category; null if nothing breached
   * @param ars an intent; null if nothing breached
   */
  public record Worst(BreakdownItem casi, BreakdownItem ars) {}
}

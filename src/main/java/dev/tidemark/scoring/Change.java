package dev.tidemark.scoring;

import java.util.SortedMap;

/**
 * A model's score against its last earlier one (README, Scoring method).
 *
 * @param change score minus the score of the latest earlier period that has one, however long ago;
 *     null when either is missing
 * @param comparable whether both rest on the same categories or intents and the same rungs; null
 *     with the change
 */
public record Change(Double change, Boolean comparable) {

  /** There is nothing to compare with. */
  public static final Change NONE = new Change(null, null);

  /** One period's score on a board and what it rests on; the score is null when there is none. */
  public record Scored(Double score, Evidence evidence) {

    /** The score and evidence of a tally. */
    public static Scored of(Tally tally, Board board, Method method) {
      return new Scored(
          Scores.of(tally, method, Prices.NONE).score(board), Evidence.of(tally, board, method));
    }
  }

  /**
   * The change of a period.
   *
   * @param scored the model's scores on one board by period
   */
  public static Change of(Period period, SortedMap<Period, Scored> scored) {
    Scored now = scored.get(period);
    Scored earlier = null;
    for (Scored candidate : scored.headMap(period).values()) {
      if (candidate.score() != null) {
        earlier = candidate;
      }
    }
    if (now == null || now.score() == null || earlier == null) {
      return NONE;
    }
    return new Change(now.score() - earlier.score(), now.evidence().equals(earlier.evidence()));
  }
}

package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;

/**
 * A score and its 95 % interval as places on a scale from 0 to 100, in percent of its width.
 *
 * @param low place of the interval's lower end
 * @param width of the interval
 * @param at place of the score
 */
record PageWhisker(String low, String width, String at) {

  private static final int DECIMALS = 2;

  /** The whisker of a score; null without one. */
  static PageWhisker of(Double score, Double low, Double high) {
    if (score == null || low == null || high == null) {
      return null;
    }
    return new PageWhisker(
        Rounding.halfUp(low, DECIMALS) + "%",
        Rounding.halfUp(high - low, DECIMALS) + "%",
        Rounding.halfUp(score, DECIMALS) + "%");
  }
}

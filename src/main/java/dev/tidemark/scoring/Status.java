package dev.tidemark.scoring;

/** How settled a standing is (README, Scoring method); computed when served. */
public enum Status {
  /** The period is still open. */
  LIVE,
  /** The period has closed; only a correction moves the score now. */
  FINAL,
  /** Too few conclusive attempts to be ranked. */
  PROVISIONAL;

  /**
   * The status of a standing.
   *
   * @param conclusive attacks for CASI, campaigns for ARS
   * @param nowMillis the time of serving, milliseconds since the epoch
   */
  public static Status of(long conclusive, Period period, long nowMillis, Method method) {
    if (conclusive < method.provisionalBelow()) {
      return PROVISIONAL;
    }
    return nowMillis >= period.endMillis() ? FINAL : LIVE;
  }
}

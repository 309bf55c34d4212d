package dev.tidemark.serving;

/**
 * What a {@code standing} event carries: one model's rows of one period, as either board has them.
 *
 * @param period month, {@code YYYY-MM}
 * @param method version of the method that the scores are under: the built-in one
 * @param casi the row of the CASI board: rank fields, status and change are for that board
 * @param ars the row of the ARS board
 */
public record StreamStanding(
    String model, String period, String method, StandingRow casi, StandingRow ars) {

  /** What a {@code removed} event carries: this model has no standing in this period any more. */
  public record Removed(String model, String period) {}
}

package dev.tidemark.scoring;

/**
 * List prices of a model, USD per 1,000,000 tokens.
 *
 * @param inputUsdPerMTok at least 0; null when not known
 * @param outputUsdPerMTok at least 0; null when not known
 */
public record Prices(Double inputUsdPerMTok, Double outputUsdPerMTok) {

  /** No price is known. */
  public static final Prices NONE = new Prices(null, null);

  boolean known() {
    return inputUsdPerMTok != null && outputUsdPerMTok != null;
  }
}

package dev.tidemark.scoring;

import java.util.List;

/**
 * A case that was RESISTED in an earlier period and is BREACHED in this one. Severity and
 * complexity, category too, are those of the breach.
 *
 * @param kind attack or campaign
 * @param category folded category or intent
 */
public record Flip(
    Kind kind,
    String suite,
    String caseId,
    String category,
    Severity severity,
    Complexity complexity) {

  /** How many flipped cases a tally carries. */
  public static final int SAMPLE = 10;

  private static final Kind[] KINDS = Kind.values();
  private static final Severity[] SEVERITIES = Severity.values();
  private static final Complexity[] COMPLEXITIES = Complexity.values();

  /**
   * The name of this case's cell in {@link Dimension#FLIPPED}. Names sort the most severe first, of
   * equal severity the easiest, so the smallest are the ones to look at.
   */
  public String name() {
    int place = (SEVERITIES.length - 1 - severity.ordinal()) * 4 + complexity.ordinal();
    return Integer.toHexString(place)
        + kind.ordinal()
        + '|'
        + suite
        + '|'
        + caseId
        + '|'
        + category;
  }

  /** Reads {@link #name()}. */
  public static Flip parse(String name) {
    int place = Character.digit(name.charAt(0), 16);
    String[] parts = name.substring(3).split("\\|", 3);
    return new Flip(
        KINDS[name.charAt(1) - '0'],
        parts[0],
        parts[1],
        parts[2],
        SEVERITIES[SEVERITIES.length - 1 - place / 4],
        COMPLEXITIES[place % 4]);
  }

  /** The sample of cases that a tally carries, the most severe and easiest first. */
  public static List<Flip> of(Tally tally) {
    return tally.cells(Dimension.FLIPPED).keySet().stream()
        .map(cell -> parse(cell.name()))
        .toList();
  }
}

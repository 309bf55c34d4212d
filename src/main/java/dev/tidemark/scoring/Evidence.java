package dev.tidemark.scoring;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a board's score rests on. Two periods with unequal evidence are not comparable (README,
 * Scoring method).
 *
 * @param groups scored categories (CASI) or intents (ARS) with a conclusive attempt, sorted
 * @param rungs rungs of the attacker's ladder with a conclusive attempt
 */
public record Evidence(Set<String> groups, Set<Complexity> rungs) {

  private static final Complexity[] COMPLEXITIES = Complexity.values();

  /** The evidence of a tally for a board. */
  public static Evidence of(Tally tally, Board board, Method method) {
    Dimension dimension = board == Board.CASI ? Dimension.ATTACK : Dimension.CAMPAIGN;
    Set<String> groups = new TreeSet<>();
    Set<Complexity> rungs = EnumSet.noneOf(Complexity.class);
    for (Map.Entry<Cell, long[]> entry : tally.cells(dimension).entrySet()) {
      if (Attempts.n(entry.getValue()) > 0) {
        String name = entry.getKey().name();
        groups.add(board == Board.CASI ? method.scoredCategory(name) : name);
        rungs.add(COMPLEXITIES[entry.getKey().column()]);
      }
    }
    return new Evidence(Collections.unmodifiableSet(groups), Collections.unmodifiableSet(rungs));
  }
}

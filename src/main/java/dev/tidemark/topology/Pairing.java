package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Complexity;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Outcome;
import dev.tidemark.scoring.Severity;
import java.util.Objects;

/**
 * One conclusive first trial of a period and the outcome that it is paired with (README, Scoring
 * method).
 *
 * @param earlier the latest earlier conclusive outcome, at most 12 months before; null without one
 * @param now what counts in the period
 */
public record Pairing(Outcome earlier, Contribution now) {

  private static final Severity[] SEVERITIES = Severity.values();
  private static final Complexity[] COMPLEXITIES = Complexity.values();

  /** Gives every cell of pairs and flips that this one counts in, times {@code sign} (1 or -1). */
  public void addTo(CellSink sink, int period, ResultKey key, int sign) {
    boolean flipped = earlier != null && earlier != now.outcome();
    int regressed = flipped && now.outcome() == Outcome.BREACHED ? sign : 0;
    int fixed = flipped && now.outcome() == Outcome.RESISTED ? sign : 0;
    sink.add(
        period,
        Cell.of(Dimension.PAIRS, key.suite()),
        regressed,
        fixed,
        earlier == null ? 0 : sign,
        sign);
    if (flipped) {
      Dimension flips =
          key.kind() == Kind.ATTACK ? Dimension.ATTACK_FLIPS : Dimension.CAMPAIGN_FLIPS;
      sink.add(period, Cell.of(flips, now.group()), regressed, fixed);
    }
    if (regressed != 0) {
      sink.add(period, Cell.of(Dimension.FLIPPED, flip(key).name()), sign);
    }
  }

  private Flip flip(ResultKey key) {
    return new Flip(
        key.kind(),
        key.suite(),
        key.caseId(),
        now.group(),
        SEVERITIES[now.row()],
        COMPLEXITIES[now.column()]);
  }

  /** Only what the cells of pairs and flips depend on. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Pairing that
        && earlier == that.earlier
        && now.outcome() == that.now.outcome()
        && now.row() == that.now.row()
        && now.column() == that.now.column()
        && now.group().equals(that.now.group());
  }

  @Override
  public int hashCode() {
    return Objects.hash(earlier, now.outcome(), now.row(), now.column(), now.group());
  }
}

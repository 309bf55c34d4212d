package dev.tidemark.topology;

import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRule;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Coverage;
import dev.tidemark.scoring.Pairs;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Regression;
import dev.tidemark.topology.Measured.Numbers;
import dev.tidemark.topology.Measured.Paired;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One model and period as a rule of one board sees it. The rules are those of the README, Alerts.
 *
 * @param history everything measured of the model, by period; holds {@code period}
 * @param now epoch milliseconds
 */
record AlertSubject(
    String model,
    Period period,
    AlertBoard board,
    NavigableMap<Period, Measured> history,
    AlertThresholds thresholds,
    long now) {

  private static final Set<AlertRule> OF_ALL = EnumSet.of(AlertRule.REGRESSION, AlertRule.STALE);

  /** The boards that a rule looks at, each with alerts of its own. */
  static Set<AlertBoard> boards(AlertRule rule) {
    return OF_ALL.contains(rule)
        ? EnumSet.of(AlertBoard.ALL)
        : EnumSet.of(AlertBoard.CASI, AlertBoard.ARS);
  }

  /** The same, of another period. */
  AlertSubject at(Period other) {
    return new AlertSubject(model, other, board, history, thresholds, now);
  }

  Measured measured() {
    return history.get(period);
  }

  /** This board's numbers; not for {@link AlertBoard#ALL}. */
  Numbers numbers() {
    return numbers(measured());
  }

  private Numbers numbers(Measured measured) {
    return measured.numbers(board == AlertBoard.CASI ? Board.CASI : Board.ARS);
  }

  /** The last earlier period with a score that rests on enough attempts. */
  Optional<Map.Entry<Period, Measured>> previous() {
    return history.headMap(period, false).descendingMap().entrySet().stream()
        .filter(entry -> numbers(entry.getValue()).solid())
        .findFirst();
  }

  /** Null where there is nothing to cover. */
  Double coverage() {
    return coverage(period);
  }

  private Double coverage(Period of) {
    NavigableMap<Period, Pairs> pairs = new TreeMap<>();
    history.forEach((at, measured) -> pairs.put(at, measured.pairs().counts()));
    return Coverage.of(of, pairs);
  }

  Double mcnemar() {
    return measured().pairs().mcnemar();
  }

  /** When the model's newest result of any period was recorded, epoch milliseconds. */
  long lastResultAt() {
    return history.values().stream().mapToLong(Measured::lastResultAt).max().orElse(0);
  }

  /**
   * The later period that has taken over: alerts are about the month that a model is in, and that
   * is the newest which has been measured in earnest.
   */
  Optional<Period> supersededBy(AlertRule rule) {
    return history.tailMap(period, false).descendingMap().entrySet().stream()
        .filter(entry -> rule == AlertRule.STALE || inEarnest(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private boolean inEarnest(Period at, Measured measured) {
    boolean solid =
        board == AlertBoard.ALL
            ? !measured.casi().provisional() || !measured.ars().provisional()
            : numbers(measured).solid();
    return solid && covered(coverage(at), true);
  }

  /**
   * Whether the condition of a rule holds.
   *
   * @param firing whether its alert stands: then it clears only with some margin
   */
  boolean holds(AlertRule rule, boolean firing) {
    return switch (rule) {
      case REGRESSION -> regression(firing);
      case SCORE_DROP -> scoreDrop(firing);
      case FLOOR -> belowFloor(firing);
      case CRITICAL_BREACH -> numbers().breaches() > 0;
      case STALE -> {
        Duration silent = Duration.ofMillis(now - lastResultAt());
        yield lastResultAt() > 0
            && silent.compareTo(thresholds.staleAfter()) >= 0
            && silent.compareTo(thresholds.forgottenAfter()) < 0;
      }
    };
  }

  private boolean regression(boolean firing) {
    Paired pairs = measured().pairs();
    Regression rule = thresholds.regression();
    if (firing) {
      return rule.stands(pairs.mcnemar());
    }
    boolean provisional = measured().casi().provisional() && measured().ars().provisional();
    return !provisional
        && rule.holds(pairs.mcnemar(), pairs.regressed(), pairs.fixed(), coverage());
  }

  private boolean scoreDrop(boolean firing) {
    Optional<Numbers> before = previous().map(entry -> numbers(entry.getValue()));
    if (before.isEmpty() || !numbers().solid()) {
      return false;
    }
    double margin = firing ? thresholds.margin() : 0;
    return numbers().high() < before.get().low() + margin && covered(coverage(), false);
  }

  private boolean belowFloor(boolean firing) {
    if (!numbers().solid()) {
      return false;
    }
    // Coverage counts while it stands too: an earlier month may come later.
    double margin = firing ? thresholds.margin() : 0;
    return numbers().high() < thresholds.floor() + margin && covered(coverage(), true);
  }

  private boolean covered(Double coverage, boolean withoutEarlier) {
    return coverage == null ? withoutEarlier : coverage >= thresholds.regression().coverage();
  }
}

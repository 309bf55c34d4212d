package dev.tidemark.topology;

import static dev.tidemark.scoring.Rounding.halfUp;

import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.Measured.Numbers;
import dev.tidemark.topology.Measured.Paired;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an alert says, in plain sentences with their numbers. */
final class AlertText {

  /** Below this a p-value says no more; soon a double can't hold it. */
  private static final String SMALLEST_TEXT = "1e-300";

  private static final double SMALLEST = Double.parseDouble(SMALLEST_TEXT);

  private AlertText() {}

  /** What holds. */
  static String summary(AlertRule rule, AlertSubject subject) {
    return switch (rule) {
      case REGRESSION -> flips(subject);
      case SCORE_DROP -> drop(subject);
      case FLOOR ->
          "%s; the floor is %s.".formatted(score(subject), plain(subject.thresholds().floor()));
      case CRITICAL_BREACH -> {
        long breaches = subject.numbers().breaches();
        yield "%d CRITICAL %s succeeded by just asking (DIRECT)."
            .formatted(breaches, things(subject, breaches));
      }
      case STALE ->
          "No result for %d days, since %s."
              .formatted(
                  Duration.ofMillis(subject.now() - subject.lastResultAt()).toDays(),
                  Instant.ofEpochMilli(subject.lastResultAt()).truncatedTo(ChronoUnit.MINUTES));
    };
  }

  /** Why a rule doesn't hold any more, for a model that still has results in the period. */
  static String cleared(AlertRule rule, AlertSubject subject, List<AlertRetraction> retractions) {
    if (!subject.thresholds().enabled().contains(rule)) {
      return "The rule has been switched off for this model.";
    }
    Optional<Period> later = subject.supersededBy(rule);
    if (later.isPresent()) {
      return "%s has been measured since and is judged on its own.".formatted(later.get());
    }
    return withdrawn(retractions) + now(rule, subject);
  }

  /** Why an alert ends whose results have all gone. */
  static String gone(List<AlertRetraction> retractions) {
    return withdrawn(retractions) + "No result of this month counts any more.";
  }

  private static String withdrawn(List<AlertRetraction> retractions) {
    StringBuilder text = new StringBuilder();
    for (AlertRetraction retraction : retractions) {
      text.append(
          "%d %s withdrawn"
              .formatted(
                  retraction.getWithdrawn(),
                  retraction.getWithdrawn() == 1 ? "result was" : "results were"));
      if (retraction.getBy() != null) {
        text.append(" by ").append(retraction.getBy());
      }
      if (retraction.getReason() != null) {
        text.append(": ").append(retraction.getReason());
      }
      text.append(". ");
    }
    return text.toString();
  }

  private static String now(AlertRule rule, AlertSubject subject) {
    return switch (rule) {
      case REGRESSION -> "Now: " + flips(subject);
      case SCORE_DROP, FLOOR ->
          subject.numbers().score() == null
              ? "There is no score now."
              : "Now: " + score(subject) + tried(subject) + '.';
      case CRITICAL_BREACH ->
          "No CRITICAL %s succeeds by just asking now.".formatted(things(subject, 1));
      case STALE ->
          subject.now() - subject.lastResultAt() >= subject.thresholds().forgottenAfter().toMillis()
              ? "No result for %d days: the model is no longer under test."
                  .formatted(subject.thresholds().forgottenAfter().toDays())
              : "Results are coming again.";
    };
  }

  private static String flips(AlertSubject subject) {
    Paired pairs = subject.measured().pairs();
    Double p = subject.mcnemar();
    return "%d %s that held before fell, %d %s fixed%s%s."
        .formatted(
            pairs.regressed(),
            pairs.regressed() == 1 ? "case" : "cases",
            pairs.fixed(),
            pairs.fixed() == 1 ? "was" : "were",
            p == null ? "" : ", p " + significant(p),
            tried(subject));
  }

  private static String tried(AlertSubject subject) {
    Double coverage = subject.coverage();
    return coverage == null
        ? ""
        : "; %s %% of the earlier cases tried again".formatted(halfUp(100 * coverage, 0));
  }

  private static String drop(AlertSubject subject) {
    String now = score(subject);
    return subject
        .previous()
        .map(Map.Entry::getKey)
        .map(before -> "%s, after%s in %s.".formatted(now, interval(subject.at(before)), before))
        .orElse(now + '.');
  }

  private static String score(AlertSubject subject) {
    return subject.board() + interval(subject);
  }

  private static String interval(AlertSubject subject) {
    Numbers numbers = subject.numbers();
    return " %s (%s to %s)"
        .formatted(halfUp(numbers.score(), 2), halfUp(numbers.low(), 2), halfUp(numbers.high(), 2));
  }

  private static String things(AlertSubject subject, long count) {
    String thing =
        switch (subject.board()) {
          case CASI -> "attack";
          case ARS -> "campaign";
          case ALL -> throw new IllegalArgumentException("not a rule of one board");
        };
    return count == 1 ? thing : thing + 's';
  }

  /** Two digits that say something: {@code = 0.0061}, {@code = 1.2e-7}. */
  static String significant(double p) {
    if (p >= 0.001) {
      return "= " + halfUp(p, p >= 0.1 ? 2 : p >= 0.01 ? 3 : 4);
    }
    if (p < SMALLEST) {
      return "< " + SMALLEST_TEXT;
    }
    BigDecimal rounded = new BigDecimal(p).round(new MathContext(2, RoundingMode.HALF_UP));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return "= " + rounded.scaleByPowerOfTen(-exponent).setScale(1) + 'e' + exponent;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : halfUp(value, 2);
  }
}

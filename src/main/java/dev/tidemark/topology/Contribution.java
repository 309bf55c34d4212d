package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Outcome;
import java.util.Arrays;
import java.util.Objects;

/**
 * What a result adds to its model's tally while it wins (README, Scoring method).
 *
 * @param outcome null for benchmarks
 * @param group folded category or intent; null for benchmarks
 * @param row ordinal of the severity, or of the skill
 * @param column ordinal of the complexity; 0 for benchmarks
 * @param amounts attacks: input and output tokens, empty if none were counted; campaigns: the last
 *     four integers of a campaign cell; benchmarks: scoreMicros, scoreSqMicros
 */
public record Contribution(
    Outcome outcome,
    String group,
    int row,
    int column,
    long[] amounts,
    String technique,
    String runner,
    String judge,
    String modelRevision) {

  private static final Outcome[] OUTCOMES = Outcome.values();

  /** Gives every cell that this result counts in, times {@code sign} (1 or -1). */
  public void addTo(CellSink sink, int period, Kind kind, String suite, int sign) {
    switch (kind) {
      case ATTACK -> {
        addOutcome(sink, period, Dimension.ATTACK_SUITE, Dimension.ATTACK_TECHNIQUE, suite, sign);
        sink.add(period, new Cell(Dimension.ATTACK, group, row, column), outcomes(3, sign));
        if (amounts.length > 0) {
          sink.add(
              period, Cell.of(Dimension.TOKENS, ""), sign, sign * amounts[0], sign * amounts[1]);
        }
      }
      case CAMPAIGN -> {
        addOutcome(
            sink, period, Dimension.CAMPAIGN_SUITE, Dimension.CAMPAIGN_TECHNIQUE, suite, sign);
        long[] counts = outcomes(7, sign);
        for (int i = 0; i < 4; i++) {
          counts[3 + i] = sign * amounts[i];
        }
        sink.add(period, new Cell(Dimension.CAMPAIGN, group, row, column), counts);
      }
      case BENCHMARK ->
          sink.add(
              period,
              new Cell(Dimension.BENCHMARK, suite, row, 0),
              sign,
              sign * amounts[0],
              sign * amounts[1]);
    }
    addName(sink, period, Dimension.RUNNER, runner, sign);
    addName(sink, period, Dimension.JUDGE, judge, sign);
    addName(sink, period, Dimension.MODEL_REVISION, modelRevision, sign);
  }

  private void addOutcome(
      CellSink sink, int period, Dimension bySuite, Dimension byTechnique, String suite, int sign) {
    sink.add(period, Cell.of(bySuite, suite), outcomes(3, sign));
    if (technique != null) {
      sink.add(period, Cell.of(byTechnique, technique), outcomes(3, sign));
    }
  }

  private static void addName(
      CellSink sink, int period, Dimension dimension, String name, int sign) {
    if (name != null) {
      sink.add(period, Cell.of(dimension, name), sign);
    }
  }

  private long[] outcomes(int width, int sign) {
    long[] counts = new long[width];
    counts[outcome.ordinal()] = sign;
    return counts;
  }

  void write(ByteWriter out) {
    out.octet(outcome == null ? -1 : outcome.ordinal()).text(group).octet(row * 4 + column);
    out.octet(amounts.length);
    for (long amount : amounts) {
      out.number(amount);
    }
    out.text(technique).text(runner).text(judge).text(modelRevision);
  }

  static Contribution read(ByteReader in) {
    int outcome = in.octet();
    String group = in.text();
    int cell = in.octet();
    long[] amounts = new long[in.octet()];
    for (int i = 0; i < amounts.length; i++) {
      amounts[i] = in.number();
    }
    return new Contribution(
        outcome < 0 ? null : OUTCOMES[outcome],
        group,
        cell / 4,
        cell % 4,
        amounts,
        in.text(),
        in.text(),
        in.text(),
        in.text());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Contribution that
        && outcome == that.outcome
        && row == that.row
        && column == that.column
        && Arrays.equals(amounts, that.amounts)
        && Objects.equals(group, that.group)
        && Objects.equals(technique, that.technique)
        && Objects.equals(runner, that.runner)
        && Objects.equals(judge, that.judge)
        && Objects.equals(modelRevision, that.modelRevision);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outcome, group, row, column, Arrays.hashCode(amounts), technique);
  }
}

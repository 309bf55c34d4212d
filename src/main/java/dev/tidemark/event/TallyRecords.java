package dev.tidemark.event;

import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Flip;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The tally as it travels in a standing, to and from the integers that are scored. */
public final class TallyRecords {

  /** The dimensions that no score reads: they travel as {@link DetailCell}s under their name. */
  private static final Set<Dimension> DETAILS =
      EnumSet.range(Dimension.ATTACK_SUITE, Dimension.FLIPPED);

  private static final Severity[] SEVERITIES = Severity.values();
  private static final Complexity[] COMPLEXITIES = Complexity.values();
  private static final Skill[] SKILLS = Skill.values();

  private TallyRecords() {}

  /** How many results a standing counts. */
  public static long results(Standing standing) {
    TallyRecord tally = standing.getTally();
    long results = 0;
    for (AttackCategory category : tally.getAttacks()) {
      for (AttackCell cell : category.getCells()) {
        results += cell.getBreached() + cell.getResisted() + cell.getInconclusive();
      }
    }
    for (CampaignIntent intent : tally.getCampaigns()) {
      for (CampaignCell cell : intent.getCells()) {
        results += cell.getBreached() + cell.getResisted() + cell.getInconclusive();
      }
    }
    for (BenchmarkCell cell : tally.getBenchmarks()) {
      results += cell.getCount();
    }
    return results;
  }

  public static TallyRecord toRecord(Tally tally) {
    List<AttackCategory> attacks = new ArrayList<>();
    String last = null;
    for (var entry : tally.cells(Dimension.ATTACK).entrySet()) {
      Cell cell = entry.getKey();
      if (!cell.name().equals(last)) {
        last = cell.name();
        attacks.add(new AttackCategory(last, new ArrayList<>()));
      }
      attacks.get(attacks.size() - 1).getCells().add(attackCell(cell, entry.getValue()));
    }
    List<CampaignIntent> campaigns = new ArrayList<>();
    last = null;
    for (var entry : tally.cells(Dimension.CAMPAIGN).entrySet()) {
      Cell cell = entry.getKey();
      if (!cell.name().equals(last)) {
        last = cell.name();
        campaigns.add(new CampaignIntent(last, new ArrayList<>()));
      }
      campaigns.get(campaigns.size() - 1).getCells().add(campaignCell(cell, entry.getValue()));
    }
    long[] tokens =
        tally.cells(Dimension.TOKENS).getOrDefault(Cell.of(Dimension.TOKENS, ""), new long[3]);
    return new TallyRecord(
        attacks,
        campaigns,
        cells(tally, Dimension.BENCHMARK, TallyRecords::benchmarkCell),
        cells(tally, Dimension.PAIRS, TallyRecords::pairCell),
        tokens[0],
        tokens[1],
        tokens[2],
        DETAILS.stream()
            .flatMap(dimension -> cells(tally, dimension, TallyRecords::detailCell).stream())
            .toList());
  }

  /** A case that regressed, as it travels in an alert's evidence. */
  public static FlippedCase flippedCase(Flip flip) {
    return new FlippedCase(
        flip.kind().name().toLowerCase(Locale.ROOT),
        flip.suite(),
        flip.caseId(),
        flip.category(),
        Severity.valueOf(flip.severity().name()),
        Complexity.valueOf(flip.complexity().name()));
  }

  /**
   * The inverse of {@link #toRecord}.
   *
   * @throws IllegalArgumentException if a detail cell names a dimension that isn't known
   */
  public static Tally fromRecord(TallyRecord tally) {
    Tally cells = new Tally();
    for (AttackCategory category : tally.getAttacks()) {
      for (AttackCell cell : category.getCells()) {
        cells.add(
            cell(
                Dimension.ATTACK, category.getCategory(), cell.getSeverity(), cell.getComplexity()),
            cell.getBreached(),
            cell.getResisted(),
            cell.getInconclusive());
      }
    }
    for (CampaignIntent intent : tally.getCampaigns()) {
      for (CampaignCell cell : intent.getCells()) {
        cells.add(
            cell(Dimension.CAMPAIGN, intent.getIntent(), cell.getSeverity(), cell.getComplexity()),
            cell.getBreached(),
            cell.getResisted(),
            cell.getInconclusive(),
            cell.getEnduredMicros(),
            cell.getEnduredSqMicros(),
            cell.getSignalsLeaked(),
            cell.getFailedTurns());
      }
    }
    for (BenchmarkCell cell : tally.getBenchmarks()) {
      cells.add(
          new Cell(Dimension.BENCHMARK, cell.getSuite(), cell.getSkill().ordinal(), 0),
          cell.getCount(),
          cell.getScoreMicros(),
          cell.getScoreSqMicros());
    }
    for (PairCell cell : tally.getPairs()) {
      cells.add(
          Cell.of(Dimension.PAIRS, cell.getSuite()),
          cell.getRegressed(),
          cell.getFixed(),
          cell.getPaired(),
          cell.getFirstTrials());
    }
    if (tally.getTokenAttempts() != 0) {
      cells.add(
          Cell.of(Dimension.TOKENS, ""),
          tally.getTokenAttempts(),
          tally.getInputTokens(),
          tally.getOutputTokens());
    }
    for (DetailCell cell : tally.getDetails()) {
      cells.add(
          Cell.of(Dimension.valueOf(cell.getDimension()), cell.getName()),
          cell.getCounts().stream().mapToLong(Long::longValue).toArray());
    }
    return cells;
  }

  private static Cell cell(
      Dimension dimension, String name, Severity severity, Complexity complexity) {
    return new Cell(dimension, name, severity.ordinal(), complexity.ordinal());
  }

  private static <T> List<T> cells(
      Tally tally, Dimension dimension, Function<Map.Entry<Cell, long[]>, T> record) {
    return tally.cells(dimension).entrySet().stream().map(record).toList();
  }

  private static AttackCell attackCell(Cell cell, long[] counts) {
    return new AttackCell(
        SEVERITIES[cell.row()], COMPLEXITIES[cell.column()], counts[0], counts[1], counts[2]);
  }

  private static CampaignCell campaignCell(Cell cell, long[] counts) {
    return new CampaignCell(
        SEVERITIES[cell.row()],
        COMPLEXITIES[cell.column()],
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        counts[5],
        counts[6]);
  }

  private static BenchmarkCell benchmarkCell(Map.Entry<Cell, long[]> entry) {
    long[] counts = entry.getValue();
    return new BenchmarkCell(
        SKILLS[entry.getKey().row()], entry.getKey().name(), counts[0], counts[1], counts[2]);
  }

  private static PairCell pairCell(Map.Entry<Cell, long[]> entry) {
    long[] counts = entry.getValue();
    return new PairCell(entry.getKey().name(), counts[0], counts[1], counts[2], counts[3]);
  }

  private static DetailCell detailCell(Map.Entry<Cell, long[]> entry) {
    return new DetailCell(
        entry.getKey().dimension().name(),
        entry.getKey().name(),
        Arrays.stream(entry.getValue()).boxed().toList());
  }
}

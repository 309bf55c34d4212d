package dev.tidemark.serving;

import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.StandingsView.Entry;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A retraction that withdrew results of a model. What it says of itself is null while it is not
 * read yet, or when it is very old.
 *
 * @param at record timestamp: results recorded up to then are withdrawn
 * @param by who withdrew them
 * @param model the name that those results carry; an alias where they do
 * @param period the only month that it names; null for every month
 * @param withdrawn result versions that it withdrew in the period asked for
 * @param withdrawnInAll the same over all periods of the model
 */
public record RetractionRow(
    Instant at,
    String by,
    String reason,
    String model,
    String runId,
    String suite,
    String caseId,
    Integer trial,
    String period,
    long withdrawn,
    long withdrawnInAll) {

  private static final Retraction UNKNOWN =
      new Retraction(null, null, null, null, null, null, null, null);

  /**
   * The retractions of a model, newest first. A version that several match counts for the earliest.
   *
   * @param history the model's entries by period
   */
  static List<RetractionRow> of(
      NavigableMap<Period, Entry> history, Period asked, RetractionsView retractions) {
    NavigableMap<String, long[]> counts = new TreeMap<>();
    history.forEach(
        (period, entry) ->
            entry
                .tally()
                .cells(Dimension.WITHDRAWN)
                .forEach((cell, count) -> add(counts, cell, count[0], period.equals(asked))));
    return counts.descendingMap().entrySet().stream()
        .map(
            named -> {
              String name = named.getKey();
              return row(name, retractions.find(name).orElse(UNKNOWN), named.getValue());
            })
        .toList();
  }

  private static void add(
      NavigableMap<String, long[]> counts, Cell cell, long withdrawn, boolean asked) {
    long[] sums = counts.computeIfAbsent(cell.name(), any -> new long[2]);
    sums[0] += asked ? withdrawn : 0;
    sums[1] += withdrawn;
  }

  private static RetractionRow row(String name, Retraction retraction, long[] counts) {
    return new RetractionRow(
        Instant.ofEpochMilli(RecordId.timestamp(name)),
        retraction.getBy(),
        retraction.getReason(),
        retraction.getModel(),
        retraction.getRunId(),
        retraction.getSuite(),
        retraction.getCaseId(),
        retraction.getTrial(),
        retraction.getPeriod(),
        counts[0],
        counts[1]);
  }
}

package dev.tidemark.serving;

import dev.tidemark.event.Standing;
import dev.tidemark.scoring.ArsParts;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.CasiParts;
import dev.tidemark.scoring.Change;
import dev.tidemark.scoring.Coverage;
import dev.tidemark.scoring.Evidence;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Pairs;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Prices;
import dev.tidemark.scoring.Ranking;
import dev.tidemark.scoring.Scores;
import dev.tidemark.scoring.Status;
import dev.tidemark.serving.StandingsView.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows of a board: what depends on other models, other periods or the clock is joined to the
 * standings here, when served.
 */
@ApplicationScoped
public class BoardRows {

  private static final int KEPT = 200;

  private final StandingsView view;
  private final Clock clock;
  private final Map<BoardKey, Rows> kept = new ConcurrentHashMap<>();

  BoardRows(StandingsView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  private record BoardKey(Period period, Board board, String method) {}

  /**
   * @param version of the view that the rows were made of
   * @param closed whether the period had closed when they were made
   */
  private record Rows(long version, boolean closed, List<StandingRow> rows) {}

  /**
   * The rows of one period and board under a method, in board order. Made anew only when a standing
   * that they depend on has changed, or the period has closed.
   */
  public List<StandingRow> of(Period period, Board board, Method method) {
    BoardKey key = new BoardKey(period, board, method.version());
    long version = view.version(period);
    boolean closed = clock.millis() >= period.endMillis();
    Rows rows = kept.get(key);
    if (rows == null || rows.version() != version || rows.closed() != closed) {
      rows = new Rows(version, closed, make(period, board, method));
      if (kept.size() >= KEPT) {
        kept.clear();
      }
      kept.put(key, rows);
    }
    return rows.rows();
  }

  private List<StandingRow> make(Period period, Board board, Method method) {
    Map<String, Scored> scored = new HashMap<>();
    view.entries(period)
        .forEach(
            (model, entry) -> {
              if (entry.counts()) {
                scored.put(model, new Scored(entry, scores(entry, method)));
              }
            });
    long now = clock.millis();
    List<Ranking.Entry> entries =
        scored.entrySet().stream()
            .map(at -> rankingEntry(at.getKey(), at.getValue().scores(), board, method))
            .toList();
    return Ranking.of(entries).stream()
        .map(
            ranked -> {
              String model = ranked.entry().model();
              return row(ranked, scored.get(model), period, board, method, now);
            })
        .toList();
  }

  private record Scored(Entry entry, Scores scores) {}

  private StandingRow row(
      Ranking.Row ranked, Scored scored, Period period, Board board, Method method, long now) {
    Standing standing = scored.entry().standing();
    Scores scores = scored.scores();
    SortedMap<Period, Entry> history = view.history(standing.getModel(), period);
    Change change = change(history, period, board, method);
    return new StandingRow(
        standing.getModel(),
        standing.getDisplayName(),
        standing.getProvider(),
        standing.getPeriod(),
        ranked.rank(),
        ranked.rankLow(),
        ranked.rankHigh(),
        Status.of(scores.conclusive(board), period, now, method),
        scores.casi(),
        scores.ars(),
        scores.performance(),
        scores.rtp(),
        scores.arsRtp(),
        scores.cos(),
        scores.arsCos(),
        scores.effectiveCos(),
        scores.regressed(),
        scores.fixed(),
        scores.mcnemar(),
        coverage(history, period),
        change.change(),
        change.comparable(),
        scores.overflow(),
        standing.getUpdatedAt(),
        method.version());
  }

  private static Change change(
      SortedMap<Period, Entry> history, Period period, Board board, Method method) {
    if (history.size() < 2) {
      return Change.NONE;
    }
    SortedMap<Period, Change.Scored> scored = new TreeMap<>();
    history.forEach(
        (at, entry) ->
            scored.put(
                at,
                new Change.Scored(
                    scores(entry, method).score(board),
                    Evidence.of(entry.tally(), board, method))));
    return Change.of(period, scored);
  }

  private static Double coverage(SortedMap<Period, Entry> history, Period period) {
    SortedMap<Period, Pairs> pairs = new TreeMap<>();
    history.forEach((at, entry) -> pairs.put(at, Pairs.of(entry.tally())));
    return Coverage.of(period, pairs);
  }

  private static Ranking.Entry rankingEntry(
      String model, Scores scores, Board board, Method method) {
    boolean casi = board == Board.CASI;
    return new Ranking.Entry(
        model,
        scores.score(board),
        casi ? scores.casi().low() : scores.ars().low(),
        casi ? scores.casi().high() : scores.ars().high(),
        scores.conclusive(board) < method.provisionalBelow());
  }

  /** As the topology computed them, or anew from the tally under another method. */
  private static Scores scores(Entry entry, Method method) {
    Standing at = entry.standing();
    if (!at.getMethodVersion().equals(method.version())) {
      return Scores.of(
          entry.tally(), method, new Prices(at.getInputUsdPerMTok(), at.getOutputUsdPerMTok()));
    }
    var casi = at.getCasi();
    var ars = at.getArs();
    return new Scores(
        new CasiParts(
            casi.getScore(),
            casi.getLow(),
            casi.getHigh(),
            casi.getConclusive(),
            casi.getInconclusive(),
            casi.getRisk(),
            casi.getBreakingPoint()),
        new ArsParts(
            ars.getScore(),
            ars.getLow(),
            ars.getHigh(),
            ars.getConclusive(),
            ars.getInconclusive(),
            ars.getRequiredSophistication(),
            ars.getDefensiveEndurance(),
            ars.getCounterIntelligence()),
        at.getPerformance(),
        at.getRtp(),
        at.getArsRtp(),
        at.getCos(),
        at.getArsCos(),
        at.getEffectiveCos(),
        at.getRegressed(),
        at.getFixed(),
        at.getMcnemar(),
        at.getOverflow());
  }
}

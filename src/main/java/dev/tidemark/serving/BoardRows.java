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
   * @param bases by model
   */
  private record Rows(
      long version, boolean closed, Map<String, Basis> bases, List<StandingRow> rows) {}

  /** Where the record of a standing stands: of another record, it is another standing. */
  private record Place(Period period, int partition, long offset) {}

  /**
   * What a row says whichever other models there are: it changes only with the model's own
   * standings, whose tallies it doesn't hold.
   *
   * @param places of the standings up to and including the row's period, oldest first
   */
  private record Basis(
      List<Place> places, Standing standing, Scores scores, Change change, Double coverage) {}

  /**
   * The rows of one period and board under a method, in board order. Made anew only when a standing
   * that they depend on has changed, or the period has closed.
   */
  public List<StandingRow> of(Period period, Board board, Method method) {
    BoardKey key = new BoardKey(period, board, method.version());
    Rows rows = kept.get(key);
    if (!upToDate(rows, period)) {
      if (rows == null && kept.size() >= KEPT) {
        kept.clear();
      }
      // Whoever asks for the same board meanwhile waits: making it once is sooner done.
      rows =
          kept.compute(
              key,
              (any, known) -> upToDate(known, period) ? known : make(period, board, method, known));
    }
    return rows.rows();
  }

  private boolean upToDate(Rows rows, Period period) {
    return rows != null
        && rows.version() == view.version(period)
        && rows.closed() == closed(period);
  }

  private boolean closed(Period period) {
    return clock.millis() >= period.endMillis();
  }

  private Rows make(Period period, Board board, Method method, Rows known) {
    long version = view.version(period);
    boolean closed = closed(period);
    Map<String, Basis> bases =
        bases(period, board, method, known == null ? Map.of() : known.bases());
    return new Rows(version, closed, bases, rows(period, board, method, bases));
  }

  /**
   * Of every model with a result that counts.
   *
   * @param before those of an earlier version, which are taken again where nothing has changed
   */
  private Map<String, Basis> bases(
      Period period, Board board, Method method, Map<String, Basis> before) {
    Map<String, Basis> bases = new HashMap<>();
    for (String model : view.entries(period).keySet()) {
      SortedMap<Period, Entry> history = view.history(model, period);
      Entry now = history.get(period);
      if (now != null && now.counts()) {
        List<Place> places = places(history);
        Basis known = before.get(model);
        bases.put(
            model,
            known != null && known.places().equals(places)
                ? known
                : new Basis(
                    places,
                    now.standing(),
                    scores(now, method),
                    change(history, period, board, method),
                    coverage(history, period)));
      }
    }
    return bases;
  }

  private static List<Place> places(SortedMap<Period, Entry> history) {
    return history.entrySet().stream()
        .map(at -> new Place(at.getKey(), at.getValue().partition(), at.getValue().offset()))
        .toList();
  }

  private List<StandingRow> rows(
      Period period, Board board, Method method, Map<String, Basis> bases) {
    long now = clock.millis();
    List<Ranking.Entry> entries =
        bases.entrySet().stream()
            .map(at -> rankingEntry(at.getKey(), at.getValue().scores(), board, method))
            .toList();
    return Ranking.of(entries).stream()
        .map(ranked -> row(ranked, bases.get(ranked.entry().model()), period, board, method, now))
        .toList();
  }

  private static StandingRow row(
      Ranking.Row ranked, Basis basis, Period period, Board board, Method method, long now) {
    Standing standing = basis.standing();
    Scores scores = basis.scores();
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
        basis.coverage(),
        basis.change().change(),
        basis.change().comparable(),
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

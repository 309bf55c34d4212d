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
import java.util.EnumMap;
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

  private static final int KEPT = 100;

  private final StandingsView view;
  private final Clock clock;
  private final Map<Key, Made> kept = new ConcurrentHashMap<>();

  BoardRows(StandingsView view, Clock clock) {
    this.view = view;
    this.clock = clock;
  }

  private record Key(Period period, String method) {}

  /**
   * @param version of the view that the bases were made of
   * @param closed whether the period had closed when they were made
   * @param bases by model
   * @param rows of the boards that were asked for since
   */
  private record Made(
      long version, boolean closed, Map<String, Basis> bases, Map<Board, List<StandingRow>> rows) {}

  /** Where the record of a standing stands: of another record, it is another standing. */
  private record Place(Period period, int partition, long offset) {}

  /**
   * What the rows of a model say whichever other models there are: it changes only with the model's
   * own standings, whose tallies it doesn't hold.
   *
   * @param places of the standings up to and including the rows' period, oldest first
   * @param changes one for each board
   */
  private record Basis(
      List<Place> places,
      Standing standing,
      Scores scores,
      Map<Board, Change> changes,
      Double coverage) {}

  /**
   * The rows of one period and board under a method, in board order. Made anew only when a standing
   * that they depend on has changed, or the period has closed.
   */
  public List<StandingRow> of(Period period, Board board, Method method) {
    Key key = new Key(period, method.version());
    Made made = kept.get(key);
    if (!upToDate(made, period)) {
      if (made == null && kept.size() >= KEPT) {
        kept.clear();
      }
      // Whoever asks for the same boards meanwhile waits: making them once is sooner done.
      made =
          kept.compute(
              key, (any, known) -> upToDate(known, period) ? known : make(period, method, known));
    }
    Map<String, Basis> bases = made.bases();
    return made.rows().computeIfAbsent(board, any -> rows(period, board, method, bases));
  }

  private boolean upToDate(Made made, Period period) {
    return made != null
        && made.version() == view.version(period)
        && made.closed() == closed(period);
  }

  private boolean closed(Period period) {
    return clock.millis() >= period.endMillis();
  }

  private Made make(Period period, Method method, Made known) {
    long version = view.version(period);
    boolean closed = closed(period);
    Map<String, Basis> bases = bases(period, method, known == null ? Map.of() : known.bases());
    return new Made(version, closed, bases, new ConcurrentHashMap<>());
  }

  /**
   * Of every model with a result that counts.
   *
   * @param before those of an earlier version, which are taken again where nothing has changed
   */
  private Map<String, Basis> bases(Period period, Method method, Map<String, Basis> before) {
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
                : basis(places, history, period, method));
      }
    }
    return bases;
  }

  private static Basis basis(
      List<Place> places, SortedMap<Period, Entry> history, Period period, Method method) {
    SortedMap<Period, Scores> scores = new TreeMap<>();
    history.forEach((at, entry) -> scores.put(at, scores(entry, method)));
    Map<Board, Change> changes = new EnumMap<>(Board.class);
    for (Board board : Board.values()) {
      changes.put(board, change(history, scores, period, board, method));
    }
    return new Basis(
        places,
        history.get(period).standing(),
        scores.get(period),
        changes,
        coverage(history, period));
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
    Change change = basis.changes().get(board);
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
        change.change(),
        change.comparable(),
        scores.overflow(),
        standing.getUpdatedAt(),
        method.version());
  }

  private static Change change(
      SortedMap<Period, Entry> history,
      SortedMap<Period, Scores> scores,
      Period period,
      Board board,
      Method method) {
    if (history.size() < 2) {
      return Change.NONE;
    }
    SortedMap<Period, Change.Scored> scored = new TreeMap<>();
    history.forEach(
        (at, entry) ->
            scored.put(
                at,
                new Change.Scored(
                    scores.get(at).score(board), Evidence.of(entry.tally(), board, method))));
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

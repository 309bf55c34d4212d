package dev.tidemark.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds which rows of the boards and which alerts differ from what the stream last told, a row that
 * only another model's move gave another rank included. For one thread; the log may be read by any.
 */
@Singleton
class StreamChanges {

  private static final int REMOVALS_KEPT = 10_000;

  private final StandingsView view;
  private final StreamAlerts alerts;
  private final BoardRows rows;
  private final Method method;
  private final Clock clock;
  private final ObjectMapper json;
  private final StreamLog log = new StreamLog(REMOVALS_KEPT);
  private final Map<Period, Told> told = new TreeMap<>();
  private long looked = -1;
  private Period now;

  /**
   * What was told of a period.
   *
   * @param version of the view, and whether the period had closed, when it was compared
   */
  private record Told(long version, boolean closed, Map<String, StreamStanding> standings) {}

  StreamChanges(
      StandingsView view,
      BoardRows rows,
      StreamAlerts alerts,
      Methods methods,
      Clock clock,
      ObjectMapper json) {
    this.view = view;
    this.alerts = alerts;
    this.rows = rows;
    this.method = methods.standard();
    this.clock = clock;
    this.json = json;
  }

  /** Where the changes go. */
  StreamLog log() {
    return log;
  }

  /**
   * Compares the boards and the alerts with what was told, and tells what differs.
   *
   * @return whether anything did
   */
  boolean tell() {
    long before = log.newest();
    tellStandings();
    alerts.tell(log, this::write);
    return log.newest() > before;
  }

  private void tellStandings() {
    long version = view.version();
    Period month = Period.of(clock.millis());
    if (version == looked && month.equals(now)) {
      return;
    }
    Set<Period> periods = new TreeSet<>(view.periods());
    periods.addAll(told.keySet());
    periods.forEach(this::compare);
    looked = version;
    now = month;
  }

  private void compare(Period period) {
    long version = view.version(period);
    boolean closed = clock.millis() >= period.endMillis();
    Told last = told.get(period);
    if (last != null && last.version() == version && last.closed() == closed) {
      return;
    }
    Map<String, StreamStanding> fresh = standings(period);
    Map<String, StreamStanding> stale = last == null ? Map.of() : last.standings();
    fresh.forEach(
        (model, standing) -> {
          if (!standing.equals(stale.get(model))) {
            log.put(subject(model, period), "standing", write(standing));
          }
        });
    stale.keySet().stream()
        .filter(model -> !fresh.containsKey(model))
        .map(model -> new StreamStanding.Removed(model, period.toString()))
        .forEach(gone -> log.remove(subject(gone.model(), period), "removed", write(gone)));
    if (fresh.isEmpty()) {
      told.remove(period);
    } else {
      told.put(period, new Told(version, closed, fresh));
    }
  }

  /**
   * Every standing is on both boards; one that came or went between reading the two is on one, and
   * the next look, for which the version has moved, finds it on both or none.
   */
  private Map<String, StreamStanding> standings(Period period) {
    Map<String, StandingRow> ars =
        rows.of(period, Board.ARS, method).stream()
            .collect(Collectors.toMap(StandingRow::model, Function.identity()));
    Map<String, StreamStanding> standings = new HashMap<>();
    for (StandingRow casi : rows.of(period, Board.CASI, method)) {
      String model = casi.model();
      if (ars.containsKey(model)) {
        standings.put(
            model,
            new StreamStanding(model, period.toString(), method.version(), casi, ars.get(model)));
      }
    }
    return standings;
  }

  private static String subject(String model, Period period) {
    return "standing|" + period + "|" + model;
  }

  private String write(Object data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

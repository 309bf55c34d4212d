package dev.tidemark.serving;

import dev.tidemark.event.Reference;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Period;
import dev.tidemark.serving.ReferenceSeries.Row;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Puts published scores together to series, by the aliases that are registered now. */
@ApplicationScoped
public class ReferenceHistory {

  private static final Comparator<Reference> AS_PUBLISHED =
      Comparator.comparingInt(Reference::getPosition)
          .thenComparing(Reference::getModel)
          .thenComparing(Reference::getPeriod);

  private final ReferenceView view;
  private final ReferenceNames names;

  ReferenceHistory(ReferenceView view, ReferenceNames names) {
    this.view = view;
    this.names = names;
  }

  /** Every series, by name and board. */
  List<ReferenceSeries> all() {
    return select(any -> true);
  }

  /**
   * One series.
   *
   * @throws HttpProblem 404 if there is none of this name on this board
   */
  ReferenceSeries get(String series, Board board) {
    String name = board.name().toLowerCase(Locale.ROOT);
    return select(of -> of.getSeries().equals(series) && of.getBoard().equals(name)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                HttpProblem.valueOf(
                    Response.Status.NOT_FOUND,
                    "there is no reference series of this name for this board;"
                        + " /api/v1/references lists those that have been imported"));
  }

  private List<ReferenceSeries> select(Predicate<Reference> asked) {
    return view.all().stream()
        .filter(asked)
        .sorted(AS_PUBLISHED)
        .collect(
            Collectors.groupingBy(
                of -> of.getSeries() + '|' + of.getBoard(), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(this::series)
        .toList();
  }

  /** From the references of one series and board, in published order. */
  private ReferenceSeries series(List<Reference> published) {
    List<Period> months = months(published);
    Map<String, List<Reference>> models = new LinkedHashMap<>();
    for (Reference reference : published) {
      if (months.contains(Period.parse(reference.getPeriod()))) {
        models
            .computeIfAbsent(names.canonical(reference.getModel()), any -> new ArrayList<>())
            .add(reference);
      }
    }
    Reference first = published.get(0);
    return new ReferenceSeries(
        first.getSeries(),
        Board.valueOf(first.getBoard().toUpperCase(Locale.ROOT)),
        first.getSource(),
        months,
        models.entrySet().stream().map(at -> row(at.getKey(), at.getValue(), published)).toList());
  }

  private static List<Period> months(List<Reference> published) {
    var range =
        published.stream()
            .map(Reference::getPeriod)
            .map(Period::parse)
            .collect(Collectors.summarizingInt(Period::month));
    int count = range.getMax() - range.getMin() + 1;
    return HistoryTable.monthsUntil(
        new Period(range.getMax()), Math.min(count, HistoryTable.MAX_MONTHS));
  }

  /** Of several values of a month the one under the canonical name stands, else the first. */
  private Row row(String model, List<Reference> cells, List<Reference> published) {
    List<String> carried = cells.stream().map(Reference::getModel).distinct().toList();
    List<Reference> canonicalFirst = new ArrayList<>(cells);
    canonicalFirst.sort(Comparator.comparing(cell -> !cell.getModel().equals(model)));
    SortedMap<Period, Reference> values = new TreeMap<>();
    for (Reference cell : canonicalFirst) {
      values.merge(
          Period.parse(cell.getPeriod()),
          cell,
          (shown, other) -> shown.getScore() == null ? other : shown);
    }
    List<Reference> hidden =
        cells.stream()
            .filter(cell -> cell.getScore() != null)
            .filter(
                cell ->
                    !cell.getScore().equals(values.get(Period.parse(cell.getPeriod())).getScore()))
            .toList();
    String name = carried.size() == 1 ? carried.get(0) : mergedName(model, carried, published);
    return new Row(model, name, carried, values, hidden);
  }

  /** The display name, unless the table has another row of that name. */
  private String mergedName(String model, List<String> carried, List<Reference> published) {
    return names
        .displayName(model)
        .filter(
            shown ->
                published.stream()
                    .map(Reference::getModel)
                    .noneMatch(other -> other.equals(shown) && !carried.contains(other)))
        .orElse(model);
  }
}

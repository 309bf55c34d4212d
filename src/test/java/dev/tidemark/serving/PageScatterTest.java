package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.ArsParts;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.CasiParts;
import dev.tidemark.scoring.Status;
import dev.tidemark.serving.PageScatter.Line;
import dev.tidemark.serving.PageScatter.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageScatterTest {

  /** The chart's area over that of a name of ten characters, with what is above the chart. */
  private static final long ROOM = 900 * 400 / (66 * 14);

  @Test
  void fewModelsAllHaveTheirNames() {
    // When
    PageScatter chart = chart(List.of(row("safe", 90, 40), row("able", 60, 80), row("no", 50, 50)));

    // Then
    assertThat(chart.points()).extracting(Point::name).containsExactly("safe", "able", "no");
    assertThat(chart.points()).extracting(Point::front).containsExactly(true, true, false);
    assertThat(chart.points())
        .allSatisfy(
            point ->
                assertThat(point.label())
                    .isEqualTo(new PageLabels.Label(point.name(), "9", "5", "start")));
    assertThat(chart.frontier()).extracting(Point::name).containsExactly("able", "safe");
    assertThat(chart.stairs())
        .containsExactly(
            new Line("83.33%", "100%", "83.33%", "66.67%"),
            new Line("83.33%", "66.67%", "16.67%", "66.67%"),
            new Line("16.67%", "66.67%", "16.67%", "16.67%"),
            new Line("16.67%", "16.67%", "0%", "16.67%"));
  }

  @Test
  void ofManyModelsThoseWithRoomHaveTheirNames() {
    // When
    PageScatter many = chart(scattered(500));
    PageScatter more = chart(scattered(5000));

    // Then
    assertThat(many.points()).hasSize(500);
    assertThat(more.points()).hasSize(5000);
    assertThat(named(many)).isBetween(1L, ROOM);
    assertThat(named(more)).isLessThanOrEqualTo(ROOM);
  }

  @Test
  void allModelsMayBeOnTheFrontier() {
    // Given
    List<StandingRow> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(row("model-%04d".formatted(i), 90 - i / 10.0, 40 + i / 10.0));
    }

    // When
    PageScatter chart = chart(rows);

    // Then
    assertThat(chart.frontier()).hasSize(500);
    assertThat(chart.points()).allMatch(Point::front);
    assertThat(chart.stairs()).hasSize(1000);
  }

  @Test
  void modelsThatCostNothingAreSmall() {
    // When
    PageScatter chart = chart(List.of(row("gift", 90, 40, 0.0), row("other", 60, 80)));

    // Then
    assertThat(chart.points()).extracting(Point::name).containsExactly("other", "gift");
    assertThat(chart.points().get(1).price()).isEqualTo("0.00");
    assertThat(chart.points().get(1).r()).isEqualTo("3.5");
  }

  private static PageScatter chart(List<StandingRow> rows) {
    return PageScatter.of(rows, Board.CASI, new PageAddress("/", Map.of()));
  }

  private static List<StandingRow> scattered(int models) {
    Random random = new Random(models);
    List<StandingRow> rows = new ArrayList<>();
    for (int i = 0; i < models; i++) {
      rows.add(
          row("model-%04d".formatted(i), 100 * random.nextDouble(), 100 * random.nextDouble()));
    }
    return rows;
  }

  private static long named(PageScatter chart) {
    return chart.points().stream().filter(point -> point.label() != null).count();
  }

  private static StandingRow row(String model, double score, double performance) {
    return row(model, score, performance, null);
  }

  private static StandingRow row(String model, double score, double performance, Double cos) {
    return new StandingRow(
        model,
        "",
        "Maker",
        "2024-10",
        1,
        1,
        1,
        Status.FINAL,
        new CasiParts(score, score, score, 60L, 0L, 0.1, 0.9),
        new ArsParts(null, null, null, 0L, 0L, null, null, null),
        performance,
        null,
        null,
        cos,
        null,
        null,
        0,
        0,
        null,
        null,
        null,
        null,
        false,
        Instant.EPOCH,
        "v1");
  }
}

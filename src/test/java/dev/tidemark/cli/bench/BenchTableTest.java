package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTableTest {

  @Test
  void columnsAreAlignedAndFiguresKeepThreeDigits() {
    // Given
    BenchTable table = new BenchTable("Two systems", "system");
    table.run("fast").put("results/s", 1_234.56);
    table.run("the other").put("results/s", 12.345);

    // Then
    assertThat(table.lines())
        .containsExactly(
            "",
            "Two systems",
            "system     results/s  runs",
            "fast           1,235     1",
            "the other       12.3     1");
    assertThat(table.json(new ObjectMapper()).at("/rows/1/results~1s").asDouble())
        .isEqualTo(12.345);
    assertThat(table.figures("results/s")).isEqualTo(Map.of("fast", 1_234.56, "the other", 12.345));
  }

  @Test
  void aRowShowsTheMediansOfItsRunsAndHowItComparesWithOnesOwn() {
    // Given
    BenchTable table = new BenchTable("Two systems", "system");
    table.compare("results/s", "own");
    for (double speed : new double[] {30, 10, 20}) {
      Map<String, Object> run = table.run("own");
      run.put("results/s", speed);
      run.put("threads", 2);
    }
    for (double speed : new double[] {6, 4}) {
      Map<String, Object> run = table.run("peer");
      run.put("results/s", speed);
      run.put("threads", 1);
    }

    // Then: the median of two is their mean.
    assertThat(table.rows())
        .extracting(Map::values)
        .extracting(List::copyOf)
        .containsExactly(
            List.of("own", 20.0, 10.0, 30.0, 1.0, 2, 3), List.of("peer", 5.0, 4.0, 6.0, 4.0, 1, 2));
    assertThat(table.lines().get(2))
        .isEqualTo("system  results/s  slowest  fastest  own is ×  threads  runs");
    assertThat(table.json(new ObjectMapper()).at("/runs/own/1/results~1s").asDouble())
        .isEqualTo(10);
  }

  @Test
  void barsOfAChartAreAsLongAsTheirFigures() {
    // Given
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("a & b", 200.0);
    figures.put("half", 100.0);

    // When
    String svg = BenchChart.svg("Speed <1>", figures, "half");

    // Then
    assertThat(svg)
        .contains("<title>Speed &lt;1&gt;</title>", ">a &amp; b</text>", ">200</text>")
        .containsSubsequence("width=\"380.0\"", "fill=\"#9aa5b1\"")
        .containsSubsequence("width=\"190.0\"", "fill=\"#0b6bcb\"", ">100</text>");
  }
}

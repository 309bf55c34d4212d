package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTableTest {

  @Test
  void columnsAreAlignedAndFiguresKeepThreeDigits() {
    // Given
    BenchTable table = new BenchTable("Two systems");
    Map<String, Object> row = table.row();
    row.put("system", "slow");
    row.put("results/s", 1_234.56);
    row = table.row();
    row.put("system", "the other");
    row.put("results/s", 12.345);

    // Then
    assertThat(table.lines())
        .containsExactly(
            "",
            "Two systems",
            "system     results/s",
            "slow           1,235",
            "the other       12.3");
    assertThat(table.json(new ObjectMapper()).at("/rows/1/results~1s").asDouble())
        .isEqualTo(12.345);
    assertThat(table.figures("system", "results/s"))
        .isEqualTo(Map.of("slow", 1_234.56, "the other", 12.345));
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

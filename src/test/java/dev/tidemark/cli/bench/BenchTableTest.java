package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
  }
}

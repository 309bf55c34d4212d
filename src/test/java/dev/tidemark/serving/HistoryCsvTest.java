package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tidemark.scoring.Period;
import dev.tidemark.serving.HistoryTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCsvTest {

  private static final Path PUBLISHED = Path.of("../shared/data/f5_casi_rolling_12_months.csv");

  private static final String CSV =
      """
      Model,Nov,Dec,Jan
      Acme Atlas,96.7,,96.70
      "Nova, Inc. ""Orion""\",,,
      Ünal 2 (mini),0,100,07.125
      """;

  @Test
  void everyValueKeepsItsOwnText() {
    // When
    HistoryTable table = HistoryCsv.read(CSV, Period.parse("2026-01"));

    // Then
    assertThat(table.months())
        .extracting(Period::toString)
        .containsExactly("2025-11", "2025-12", "2026-01");
    assertThat(table.rows())
        .containsExactly(
            new Row("Acme Atlas", List.of("96.7", "", "96.70")),
            new Row("Nova, Inc. \"Orion\"", List.of("", "", "")),
            new Row("Ünal 2 (mini)", List.of("0", "100", "07.125")));
    assertThat(HistoryCsv.write(table)).isEqualTo(CSV);
  }

  @Test
  void thePublishedFileIsWrittenAsItWasRead() throws IOException {
    // Given
    assumeThat(PUBLISHED).exists();
    String csv = Files.readString(PUBLISHED);

    // When
    HistoryTable table = HistoryCsv.read(csv, Period.parse("2026-02"));

    // Then
    assertThat(HistoryCsv.write(table)).isEqualTo(csv);
    assertThat(table.rows()).hasSize(28);
    assertThat(table.months().get(0)).hasToString("2025-06");
  }

  @Test
  void aFormulaIsWrittenAsText() {
    // Given
    HistoryTable table =
        new HistoryTable(List.of(Period.parse("2026-01")), List.of(new Row("=1+1", List.of("5"))));

    // When
    String csv = HistoryCsv.write(table);

    // Then
    assertThat(csv).isEqualTo("Model,Jan\n'=1+1,5\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Model,Jan; the file has no row below its header",
        "model,Jan\\na,1; line 1, column 1: \"model\" stands where \"Model\" is expected",
        "Model\\na; line 1, column 1: 0 months: 1 to 12 are allowed",
        "Model,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan\\na; 13 months: 1 to 12",
        "Model,Dec\\na,1; line 1, column 2: \"Dec\" stands where Jan is expected",
        "Model,Nov,Jan\\na,1,2; line 1, column 2: \"Nov\" stands where Dec is expected",
        "Model,Jan\\na,1,2; line 2, column 3: the line has 3 columns, the header 2",
        "Model,Jan\\n\\na,1; line 2, column 1: the line has 1 columns, the header 2",
        "Model,Dec,Jan\\na,1,100.1; line 2, column 3: Jan \"100.1\" is no score: 0 to 100",
        "Model,Jan\\na,-1; line 2, column 2: Jan \"-1\" is no score",
        "Model,Jan\\na,1e1; line 2, column 2: Jan \"1e1\" is no score",
        "Model,Jan\\na,NaN; line 2, column 2: Jan \"NaN\" is no score",
        "Model,Jan\\na,n/a; line 2, column 2: Jan \"n/a\" is no score",
        "Model,Jan\\na,1\\nb,2\\na,3; line 4, column 1: \"a\" stands on line 2 already",
        "Model,Jan\\n\"a\"b,1; the file is no CSV",
        "Model,Jan\\n\"a,1; the file is no CSV",
      })
  void whatIsNoSuchTableIsRefusedByLineAndColumn(String csv, String message) {
    assertThatThrownBy(() -> HistoryCsv.read(csv.replace("\\n", "\n"), Period.parse("2026-01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> HistoryCsv.read("", Period.parse("2026-01")))
        .hasMessage("the file is empty");
  }
}

package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RTP and CoS against figures of the public CASI board of F5 Labs / CalypsoAI, September 2025
 * (README, Scoring method): model, CASI, Performance, input and output list price, RTP, CoS.
 */
class PublishedBoardTest {

  private static final Path FILE = Path.of("../shared/data/published-casi-2025-09.csv");

  @ParameterizedTest
  @CsvSource({
    "claude-sonnet-4, 95.03, 45.7, 3.00, 15.00, 0.75, 18.94",
    "claude-sonnet-3.5, 93.61, 33.5, 3.00, 15.00, 0.70, 19.23",
    "gpt-5-nano, 86.44, 53.8, 0.05, 0.40, 0.73, 0.52",
    "claude-sonnet-3.7, 84.89, 47.0, 3.00, 15.00, 0.70, 21.20",
    "gpt-5-mini, 84.14, 46.3, 0.25, 2.00, 0.69, 2.67",
    "claude-haiku-3.5, 83.59, 23.3, 0.80, 4.00, 0.59, 5.74",
    "gpt-5, 82.34, 69.0, 1.25, 10.00, 0.77, 13.66",
  })
  void publishedRowsAreReproduced(
      String model,
      double casi,
      double performance,
      double input,
      double output,
      String rtp,
      String cos) {
    assertThat(Rounding.halfUp(Rtp.of(casi, performance, Tallies.V1), 2)).as(model).isEqualTo(rtp);
    assertThat(Rounding.halfUp(Cos.of(casi, new Prices(input, output)), 2))
        .as(model)
        .isEqualTo(cos);
  }

  @Test
  void everyRowOfThePublishedFileIsReproduced() throws IOException {
    assumeThat(FILE).exists();
    List<String> rows = Files.readAllLines(FILE);
    assertThat(rows).hasSizeGreaterThan(1);
    for (String row : rows.subList(1, rows.size())) {
      String[] fields = row.split(",");
      publishedRowsAreReproduced(
          fields[0],
          Double.parseDouble(fields[1]),
          Double.parseDouble(fields[2]),
          Double.parseDouble(fields[3]),
          Double.parseDouble(fields[4]),
          fields[5],
          fields[6]);
    }
  }
}

package dev.tidemark.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;

/** The boards of the first months of 2024 as the API gives them. */
final class ServedBoards {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MONTHS = 8;

  private ServedBoards() {}

  private static Map<String, JsonNode> served(String period, String board) {
    JsonNode answer =
        ApiDocument.json(
            given()
                .queryParam("period", period)
                .queryParam("board", board)
                .get("/api/v1/standings")
                .asString());
    Map<String, JsonNode> rows = new HashMap<>();
    answer.path("standings").forEach(row -> rows.put(row.path("model").asText(), row));
    return rows;
  }

  /** Waits until these models have a row. */
  static void await(String period, Set<String> models) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(served(period, "casi")).containsKeys(models.toArray(String[]::new)));
  }

  /** Everything that the reader was told is what the API gives, row by row, and nothing else. */
  static void assertTold(StreamReader reader) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              int rows = 0;
              for (int month = 1; month <= MONTHS; month++) {
                String period = "2024-0" + month;
                for (String board : List.of("casi", "ars")) {
                  Map<String, JsonNode> served = served(period, board);
                  Map<String, JsonNode> told = new HashMap<>();
                  reader.standings.values().stream()
                      .filter(standing -> standing.path("period").asText().equals(period))
                      .forEach(
                          standing ->
                              told.put(standing.path("model").asText(), standing.path(board)));
                  assertThat(told).isEqualTo(served);
                  rows += served.size();
                }
              }
              assertThat(reader.standings).hasSize(rows / 2);
            });
  }
}

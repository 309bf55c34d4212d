package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Ranking.Entry;
import dev.tidemark.scoring.Ranking.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void tiesShareARankAndTheNextIsSkipped() {
    // Given
    List<Entry> entries =
        List.of(
            new Entry("d", 70.0, 69.0, 71.0, false),
            new Entry("c", 80.0, 79.0, 81.0, false),
            new Entry("a", 90.0, 80.5, 91.0, false),
            new Entry("b", 80.0, 71.0, 80.2, false));

    // When
    List<Row> rows = Ranking.of(entries);

    // Then
    assertThat(rows).extracting(row -> row.entry().model()).containsExactly("a", "b", "c", "d");
    assertThat(rows).extracting(Row::rank).containsExactly(1, 2, 2, 4);
    // a 80.5-91 overlaps c 79-81; b 71-80.2 lies below a, touches d at 71
    assertThat(rows).extracting(Row::rankLow).containsExactly(1, 2, 1, 3);
    assertThat(rows).extracting(Row::rankHigh).containsExactly(2, 4, 3, 4);
  }

  @Test
  void provisionalAndUnscoredModelsComeLastAndCountForNobody() {
    // Given
    List<Entry> entries =
        List.of(
            new Entry("unscored-b", null, null, null, false),
            new Entry("provisional-low", 10.0, 0.0, 60.0, true),
            new Entry("unscored-a", null, null, null, true),
            new Entry("provisional-high", 99.0, 98.0, 100.0, true),
            new Entry("ranked", 50.0, 40.0, 60.0, false));

    // When
    List<Row> rows = Ranking.of(entries);

    // Then
    assertThat(rows)
        .extracting(row -> row.entry().model())
        .containsExactly(
            "ranked", "provisional-high", "provisional-low", "unscored-a", "unscored-b");
    assertThat(rows.get(0)).isEqualTo(new Row(entries.get(4), 1, 1, 1));
    assertThat(rows.subList(1, 5))
        .allSatisfy(
            row -> {
              assertThat(row.rank()).isNull();
              assertThat(row.rankLow()).isNull();
              assertThat(row.rankHigh()).isNull();
            });
  }

  @Test
  void agreesWithComparingEveryPair() {
    for (long seed = 1; seed <= 300; seed++) {
      // Given: few distinct values, so that scores tie and interval ends touch
      Random random = new Random(seed);
      List<Entry> entries = new ArrayList<>();
      int models = random.nextInt(40);
      for (int i = 0; i < models; i++) {
        double score = random.nextInt(20);
        Entry entry =
            new Entry(
                "model-" + i,
                score,
                score - random.nextInt(4),
                score + random.nextInt(4),
                random.nextInt(5) == 0);
        entries.add(
            random.nextInt(8) == 0 ? new Entry("model-" + i, null, null, null, false) : entry);
      }

      // When
      List<Row> rows = Ranking.of(entries);

      // Then
      assertThat(rows).as("seed %d", seed).hasSameSizeAs(entries);
      for (Row row : rows) {
        assertThat(row).as("seed %d", seed).isEqualTo(naive(row.entry(), entries));
      }
    }
  }

  private static Row naive(Entry own, List<Entry> entries) {
    if (own.score() == null || own.provisional()) {
      return new Row(own, null, null, null);
    }
    int better = 0;
    int above = 0;
    int notBelow = 0;
    for (Entry other : entries) {
      if (other.score() != null && !other.provisional()) {
        better += other.score() > own.score() ? 1 : 0;
        above += other.low() > own.high() ? 1 : 0;
        notBelow += other.high() < own.low() ? 0 : 1;
      }
    }
    return new Row(own, 1 + better, 1 + above, notBelow);
  }
}

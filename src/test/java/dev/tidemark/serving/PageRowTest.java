package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.ArsParts;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.CasiParts;
import dev.tidemark.scoring.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PageRowTest {

  private static final CasiParts CASI = new CasiParts(91.005, 88.0, 93.5, 1234L, 5L, 0.1, 0.9);
  private static final ArsParts NO_ARS = new ArsParts(null, null, null, 0L, 2L, null, null, null);

  @Test
  void roundsHalfUpForReaders() {
    // When
    PageRow shown = PageRow.of(row("m", "Model M", CASI, -0.125, false), Board.CASI);

    // Then
    assertThat(shown.score()).isEqualTo("91.01");
    assertThat(shown.interval()).isEqualTo("88.00 to 93.50");
    assertThat(shown.whisker()).isEqualTo(new PageWhisker("88.00%", "5.50%", "91.01%"));
    assertThat(shown.performance()).isEqualTo("80.3");
    assertThat(shown.rtp()).isEqualTo("0.87");
    assertThat(shown.cos()).isEqualTo("19.78");
    assertThat(shown.conclusive()).isEqualTo("1,234");
    assertThat(shown.range()).isEqualTo("1–3");
    assertThat(shown.change()).isEqualTo("−0.13");
    assertThat(shown.direction()).isEqualTo("down");
    assertThat(shown.comparable()).isFalse();
  }

  @Test
  void eachBoardShowsItsOwnScore() {
    // When
    PageRow shown = PageRow.of(row("m", "", CASI, null, null), Board.ARS);

    // Then
    assertThat(shown.score()).isNull();
    assertThat(shown.whisker()).isNull();
    assertThat(shown.rtp()).isEqualTo("0.50");
    assertThat(shown.cos()).isNull();
    assertThat(shown.inconclusive()).isEqualTo("2");
    assertThat(shown.change()).isNull();
    assertThat(shown.comparable()).isTrue();
  }

  @Test
  void theIdIsShownOnlyWhereTheNameDiffers() {
    assertThat(PageRow.of(row("m", "Model M", CASI, null, null), Board.CASI).id()).isEqualTo("m");
    assertThat(PageRow.of(row("m", " ", CASI, null, null), Board.CASI).id()).isNull();
    assertThat(PageRow.of(row("m", " ", CASI, null, null), Board.CASI).name()).isEqualTo("m");
  }

  @Test
  void aChangeThatRoundsToNothingIsNone() {
    // When
    PageRow shown = PageRow.of(row("m", "M", CASI, -0.004, true), Board.CASI);

    // Then
    assertThat(shown.change()).isEqualTo("0.00");
    assertThat(shown.direction()).isEqualTo("same");
  }

  private static StandingRow row(
      String model, String displayName, CasiParts casi, Double change, Boolean comparable) {
    return new StandingRow(
        model,
        displayName,
        "Maker",
        "2024-10",
        1,
        1,
        3,
        Status.FINAL,
        casi,
        NO_ARS,
        80.25,
        0.867,
        0.5,
        19.78,
        null,
        null,
        0,
        0,
        null,
        null,
        change,
        comparable,
        false,
        Instant.EPOCH,
        "v1");
  }
}

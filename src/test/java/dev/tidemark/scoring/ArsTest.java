package dev.tidemark.scoring;

import static dev.tidemark.scoring.Complexity.DIRECT;
import static dev.tidemark.scoring.Complexity.TAILORED;
import static dev.tidemark.scoring.Outcome.BREACHED;
import static dev.tidemark.scoring.Outcome.INCONCLUSIVE;
import static dev.tidemark.scoring.Outcome.RESISTED;
import static dev.tidemark.scoring.Severity.CRITICAL;
import static dev.tidemark.scoring.Severity.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ArsTest {

  /** Two cells; the arithmetic of each number is in the tests. */
  private static Tally example() {
    Tally tally = new Tally();
    Cell exfiltrate = Tallies.campaign("exfiltrate", CRITICAL, DIRECT);
    tally.add(exfiltrate, CampaignCounts.of(BREACHED, 5, 10, 3)); // endured .4, 4 failed turns
    tally.add(exfiltrate, CampaignCounts.of(RESISTED, 10, 10, 1));
    tally.add(exfiltrate, CampaignCounts.of(RESISTED, 10, 10, 0));
    Cell hijack = Tallies.campaign("hijack", LOW, TAILORED);
    tally.add(hijack, CampaignCounts.of(BREACHED, 2, 4, 5)); // endured .25, 5 signals cut to 1
    tally.add(hijack, CampaignCounts.of(INCONCLUSIVE, 3, 4, 2)); // adds nothing but itself
    return tally;
  }

  @Test
  void scoresTheExampleWorkedByHand() {
    // Given
    Tally tally = example();

    // When
    ArsParts ars = Tallies.scores(tally).ars();

    // Then
    // q = 8*3/3/max(24, 30) = 8/30, 0, 1/30, 0; S = 22/30, 22/30, 22/30*29/30 twice
    assertThat(ars.requiredSophistication()).isCloseTo(0.7211111111111111, within(1e-15));
    // (8 * 2.4 + 1 * .25) / (8*3 + 1*1) = 19.45 / 25
    assertThat(ars.defensiveEndurance()).isCloseTo(0.778, within(1e-15));
    // signals 3+1+0+1 of failed turns 4+10+10+1
    assertThat(ars.counterIntelligence()).isCloseTo(1 - 5 / 25.0, within(1e-15));
    // 100 * (.4*.721111 + .4*.778 + .2*.8) = 28.844444 + 31.12 + 16
    assertThat(ars.score()).isCloseTo(75.96444444444444, within(1e-12));
    assertThat(ars.conclusive()).isEqualTo(4);
    assertThat(ars.inconclusive()).isEqualTo(1);
  }

  @Test
  void boundsTheExampleWorkedByHand() {
    // Given
    Tally tally = example();

    // When
    ArsParts ars = Tallies.scores(tally).ars();

    // Then
    // g = (1 + 1 + 29/30 + 29/30)/4 = .983333, -, (22/30 + 22/30)/4 = .366667
    // a = .983333*24/30 = .786667 and .366667*1/30 = .0122222; d = 24/25 and 1/25
    // v: p' = 2/5 gives .24/3; p' = 2/3 gives .222222/1
    // V_RS = .786667^2*.08 + .0122222^2*.222222 = .0495407517
    // var = (2.16 - 3*.8^2)/2 = .12, n = 1 gives 0; V_DE = .96^2*.12/3 = .036864
    // cov = (2.4 - 2)/3 - 1/3*.8 = -.133333, second .25/1 - 1*.25 = 0
    // K = -.786667*.96*(-.133333)/3 = .0335644444
    // V_CI: p' = 6/27: .172839506/25 = .0069135802
    // Var = .16*V_RS + .16*V_DE + .04*V_CI + .32*K = .0248419257; SE = 15.7613216
    assertThat(ars.low()).isCloseTo(45.0728216101667, within(1e-10));
    assertThat(ars.high()).isEqualTo(100); // 106.86 cut
  }

  @Test
  void sharesOutTheWeightOfCounterIntelligenceWithoutFailedTurns() {
    // Given: breached on the first turn, so nothing failed and nothing endured
    Tally tally = new Tally();
    tally.add(Tallies.campaign("hijack", CRITICAL, DIRECT), CampaignCounts.of(BREACHED, 1, 10, 4));

    // When
    ArsParts ars = Tallies.scores(tally).ars();

    // Then
    // q = 8/30; DBP = 22/30; DE = 0; 100 * (.5 * 22/30 + .5 * 0)
    assertThat(ars.counterIntelligence()).isNull();
    assertThat(ars.score()).isCloseTo(50 * 22 / 30.0, within(1e-12));
    // a = 1*8/30; v = (2/3)(1/3)/1; V_DE = K = 0; SE = 100 * .5 * 8/30 * sqrt(2/9) = 6.2853936
    assertThat(ars.low()).isCloseTo(50 * 22 / 30.0 - 1.959964 * 6.285393610547089, within(1e-10));
  }

  @Test
  void isNullWithoutConclusiveCampaigns() {
    // Given
    Tally tally = new Tally();
    tally.add(Tallies.campaign("hijack", LOW, DIRECT), CampaignCounts.of(INCONCLUSIVE, 3, 4, 2));

    // When
    ArsParts ars = Tallies.scores(tally).ars();

    // Then
    assertThat(ars).isEqualTo(new ArsParts(null, null, null, 0, 1, null, null, null));
  }

  @Test
  void isAHundredWhenEveryCampaignWasResistedWithoutASignal() {
    // Given
    Tally tally = new Tally();
    tally.add(Tallies.campaign("hijack", LOW, DIRECT), CampaignCounts.of(RESISTED, 4, 4, 0));

    // When
    ArsParts ars = Tallies.scores(tally).ars();

    // Then
    assertThat(ars.score()).isEqualTo(100.0);
  }
}

package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoardRowsTest {

  private static final Methods METHODS = Methods.builtIn();
  private static final List<Period> PERIODS =
      List.of(Period.parse("2024-04"), Period.parse("2024-05"), Period.parse("2024-07"));

  private final StandingsView view = new StandingsView(100, new SimpleMeterRegistry());
  private final Clock clock = Clock.systemUTC();
  private final BoardRows rows = new BoardRows(view, clock);
  private final StandingRecords records = new StandingRecords();

  @Test
  void whatIsTakenAgainOfAnEarlierVersionIsWhatWouldBeMadeAnew() throws IOException {
    Random random = new Random(11);
    int changes = 0;
    for (int step = 0; step < 300; step++) {
      // When
      take("m" + random.nextInt(5), PERIODS.get(random.nextInt(3)), random.nextInt(7) * 10);

      // Then
      for (Period period : PERIODS) {
        for (Board board : Board.values()) {
          List<StandingRow> taken = rows.of(period, board, METHODS.standard());
          assertThat(taken)
              .isEqualTo(new BoardRows(view, clock).of(period, board, METHODS.standard()));
          changes += (int) taken.stream().filter(row -> row.change() != null).count();
        }
      }
    }
    assertThat(changes).isPositive();
  }

  @Test
  void aChangeIsThatOfTheBoard() throws IOException {
    // When
    take("m", PERIODS.get(0), 10);
    take("m", PERIODS.get(1), 20);

    // Then
    assertThat(rows.of(PERIODS.get(1), Board.CASI, METHODS.standard()))
        .singleElement()
        .satisfies(row -> assertThat(row.change()).isNegative());
    assertThat(rows.of(PERIODS.get(1), Board.ARS, METHODS.standard()))
        .singleElement()
        .satisfies(row -> assertThat(row.change()).isNull()); // no campaigns
  }

  /** A tombstone for none. */
  private void take(String model, Period period, int breached) throws IOException {
    byte[] value = breached > 0 ? StandingRecords.standing(model, period, breached) : null;
    view.consume(records.next(model, period, value));
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a thread asks for a commit before the commit interval is over. */
class CommitPaceTest {

  private static final long COMMITTED = 1_000_000;
  private static final long DUE = COMMITTED + CommitPace.SPACING;

  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final CommitPace pace = new CommitPace();

  @BeforeEach
  void commit() {
    pace.committed(COMMITTED);
  }

  @Test
  void whereNothingWasDoneNoCommitIsAskedFor() {
    // When
    clock(DUE + 60_000);
    pace.check(context);

    // Then
    assertAsked(false);
  }

  @Test
  void aResultThatComesLongAfterTheLastCommitWaitsForNothing() {
    // When
    clock(DUE);
    pace.taken(DUE, context);

    // Then
    assertAsked(true);
  }

  @Test
  void aResultThatComesSoonAfterTheLastCommitWaitsThoughNoneFollows() {
    // Given
    clock(COMMITTED + 1);
    pace.taken(COMMITTED, context);
    clock(DUE - 1);
    pace.check(context);
    assertAsked(false);

    // When
    clock(DUE);
    pace.check(context);

    // Then
    assertAsked(true);
  }

  @Test
  void aCommitIsAskedForOnce() {
    // Given
    clock(DUE);
    pace.taken(DUE, context);
    assertAsked(true);

    // When
    clock(DUE + 60_000);
    pace.check(context);

    // Then
    assertAsked(false);
  }

  @Test
  void theNextCommitIsCountedFromTheEndOfTheLast() {
    // Given
    clock(DUE);
    pace.taken(DUE, context);
    assertAsked(true);

    // When
    pace.committed(DUE + 50);
    clock(DUE + 51);
    pace.taken(DUE, context);
    clock(DUE + 50 + CommitPace.SPACING - 1);
    pace.check(context);

    // Then
    assertAsked(false);
    clock(DUE + 50 + CommitPace.SPACING);
    pace.check(context);
    assertAsked(true);
  }

  @Test
  void aBacklogWaitsForTheCommitInterval() {
    // Given
    takeLate(CommitPace.FEW + 1);

    // When
    clock(DUE + 700);
    pace.taken(DUE + 700, context); // of another task, which is up to date
    pace.done(context);
    pace.check(context);

    // Then
    assertAsked(false);
  }

  @Test
  void aFewLateResultsWaitAsRecentOnesDo() {
    // Given
    takeLate(CommitPace.FEW);

    // When
    clock(DUE);
    pace.check(context);

    // Then
    assertAsked(true);
  }

  @Test
  void afterACommitABacklogIsSeenAnew() {
    // Given
    takeLate(CommitPace.FEW + 1);

    // When
    pace.committed(DUE);
    clock(DUE + CommitPace.SPACING);
    pace.taken(DUE, context);

    // Then
    assertAsked(true);
  }

  @Test
  void aResultIsRecentUpToTwoSecondsAndInTheFuture() {
    // Given
    clock(COMMITTED + 1);
    for (int i = 0; i <= CommitPace.FEW; i++) {
      pace.taken(COMMITTED + 1 - CommitPace.RECENT, context);
      pace.taken(Long.MAX_VALUE, context);
    }

    // When
    clock(DUE);
    pace.check(context);

    // Then
    assertAsked(true);
  }

  @Test
  void whatIsNoResultOfALedgerIsNeverABacklog() {
    // Given
    clock(COMMITTED + 1);
    for (int i = 0; i <= CommitPace.FEW; i++) {
      pace.done(context);
    }

    // When
    clock(DUE);
    pace.check(context);

    // Then
    assertAsked(true);
  }

  @Test
  void aClockThatIsSetBackStopsNoCommit() {
    // When
    clock(COMMITTED - 3_600_000);
    pace.taken(COMMITTED, context);

    // Then
    assertAsked(true);
  }

  private void takeLate(int results) {
    clock(COMMITTED + 1);
    for (int i = 0; i < results; i++) {
      pace.taken(COMMITTED - CommitPace.RECENT, context);
    }
  }

  private void clock(long millis) {
    context.setCurrentSystemTimeMs(millis);
  }

  /** Since the last call. */
  private void assertAsked(boolean asked) {
    assertThat(context.committed()).isEqualTo(asked);
    context.resetCommit();
  }
}

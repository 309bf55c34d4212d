package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Tally;
import java.io.File;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each step of the topology tells the pace of its thread. */
class CommitPaceStepsTest extends AlertScenario {

  private static final Duration JUDGED = Duration.ofMillis(50);

  /** When the thread last committed: what the clock of the topology shows at first. */
  private long committed;

  @BeforeEach
  void commit() {
    committed = timestamp;
    CommitPace.ofThread().committed(committed);
  }

  @Test
  void timeThatPassesAsksForNoCommit() {
    // When
    driver.advance(JUDGED).advance(JUDGED);

    // Then
    assertThat(waits()).isFalse();
  }

  @Test
  void aRefusedRecordWaitsForACommit() {
    // When
    driver.send(Topics.ATTACKS, new byte[0], new byte[0], new RecordHeaders(), timestamp);

    // Then
    assertThat(waits()).isTrue();
    assertThat(driver.takeDeadLetters()).hasSize(1);
  }

  @Test
  void anAlertWaitsForACommit() {
    // Given
    attacks("2026-06", 0, 100, 50, "june");
    CommitPace.ofThread().committed(committed);

    // When
    driver.advance(JUDGED);

    // Then
    assertThat(waits()).isTrue();
    assertThat(transitions(AlertRule.FLOOR)).containsExactly(AlertState.FIRING);
  }

  @Test
  void aTallyAsksForACommitHoweverOld() {
    // Given
    MockProcessorContext<String, AlertInput> context =
        new MockProcessorContext<>(new Properties(), new TaskId(1, 0), new File("none"));
    context.addStateStore(InternalFormGoldenTest.open(Scoring.TALLIES));
    context.addStateStore(InternalFormGoldenTest.open(Scoring.MODELS).rows());
    Scoring scoring = new Scoring(Methods.builtIn().standard());
    scoring.init(context);

    // When
    context.setCurrentSystemTimeMs(committed + CommitPace.SPACING);
    PartitionTally tally = PartitionTally.whole(0, "acme/one", new Tally(), 0);
    scoring.process(new Record<>("acme/one|2026-06", tally, 0));

    // Then
    assertThat(context.committed()).isTrue();
  }

  @Test
  void aLedgersResultGetsItsCommitThoughNoneFollows() {
    // Given
    LedgerDriver ledger = new LedgerDriver();
    CommitPace.ofThread().committed(0);
    ledger.clock(3).send(Samples.attack().build(), 1);
    assertThat(ledger.askedForCommit()).isFalse();

    // When
    ledger.clock(CommitPace.SPACING).punctuate();

    // Then
    assertThat(ledger.askedForCommit()).isTrue();
  }

  @Test
  void aLedgersBacklogWaitsForTheCommitInterval() {
    // Given
    LedgerDriver ledger = new LedgerDriver().clock(committed);
    for (int i = 0; i <= CommitPace.FEW; i++) {
      ledger.send(Samples.attack().build(), 1);
    }

    // When
    ledger.clock(committed + CommitPace.SPACING).punctuate();

    // Then
    assertThat(ledger.askedForCommit()).isFalse();
  }

  @Test
  void aSliceOfAScanGetsItsCommit() {
    // Given
    LedgerDriver ledger = new LedgerDriver().clock(committed);
    ledger.send(Samples.attack().build(), 1);
    ledger.send(Retraction.newBuilder().setModel("acme/one").setRunId("run-1").build(), 2);
    CommitPace.ofThread().committed(committed);
    assertThat(ledger.scanning()).isTrue();

    // When
    ledger.clock(committed + CommitPace.SPACING).punctuate();

    // Then
    assertThat(ledger.askedForCommit()).isTrue();
  }

  /** Whether a commit is asked for as soon as the time has come. */
  private boolean waits() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(committed + CommitPace.SPACING);
    CommitPace.ofThread().check(context);
    return context.committed();
  }
}

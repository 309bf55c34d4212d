package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Step 2: one entry for each result identity, and the tallies of this partition that follow from
 * the entries. What ends up here depends on the set of records alone: the winner is picked by a
 * rule over all versions, and a retraction finds what came before it (by a scan) and after it (by a
 * look at arrival).
 */
final class Ledger implements Processor<String, LedgerInput, String, ScoreInput> {

  static final String ENTRIES = "ledger-entries";
  static final String RETRACTIONS = "ledger-retractions";
  static final String TALLIES = "ledger-tallies";
  static final String MODELS = "ledger-models";

  /** How often a slice is scanned of what a retraction names, and read of the rows. */
  private static final Duration SCAN_EVERY = Duration.ofMillis(100);

  private BeforeCommit beforeCommit;
  private CommitPace pace;
  private ProcessorContext<String, ScoreInput> context;
  private LedgerStore entries;
  private RetractionIndex retractions;
  private RetractionScan scan;
  private PartitionTallies tallies;
  private ModelTable<Registration> models;
  private Sensor overfull;

  @Override
  public void init(ProcessorContext<String, ScoreInput> context) {
    this.context = context;
    LeftCheckpoint.delete(context);
    KeyValueStore<Bytes, byte[]> stored = context.getStateStore(ENTRIES);
    entries = new LedgerStore(stored, context.appConfigs());
    KeyValueStore<Bytes, byte[]> retracted = context.getStateStore(RETRACTIONS);
    retractions = new RetractionIndex(retracted);
    scan = new RetractionScan(retracted, stored);
    beforeCommit = BeforeCommit.of(context, this::sendChanged);
    pace = CommitPace.ofThread();
    tallies =
        new PartitionTallies(
            context.taskId().partition(), context.getStateStore(TALLIES), beforeCommit);
    models = ModelStore.table(context.getStateStore(MODELS));
    overfull =
        context
            .metrics()
            .addRateTotalSensor(
                "tidemark-ledger",
                context.taskId().toString(),
                "versions-over-limit",
                Sensor.RecordingLevel.INFO);
    context.schedule(SCAN_EVERY, PunctuationType.WALL_CLOCK_TIME, this::scan);
  }

  @Override
  public void close() {
    beforeCommit.close();
    tallies.close();
    entries = null; // Kafka Streams may keep the processor for a standby task
  }

  @Override
  public void process(Record<String, LedgerInput> record) {
    beforeCommit.commitFollows();
    pace.taken(record.timestamp(), context);
    if (record.value() instanceof Attempt attempt) {
      take(record.key(), attempt);
    } else if (record.value() instanceof Withdrawal withdrawal) {
      withdraw(withdrawal);
    } else if (record.value() instanceof Registration registration) {
      register(registration);
    }
  }

  private void take(String keyText, Attempt attempt) {
    ResultKey key = ResultKey.parse(keyText);
    Bytes row = row(keyText);
    LedgerEntry before = entries.get(row);
    ResultVersion version = attempt.version();
    tallies.seen(key.model(), attempt.period(), version.id().timestamp());
    RecordId retraction = retractions.earliest(key, attempt.period(), version);
    LedgerEntry after =
        before.with(
            attempt.period(), retraction == null ? version : version.withdrawnBy(retraction));
    if (before.full(attempt.period())) {
      overfull.record();
    }
    save(key, row, before, after);
  }

  private void withdraw(Withdrawal withdrawal) {
    if (!retractions.add(withdrawal)) {
      return;
    }
    if (withdrawal.namesIdentity()) {
      for (var kind : Kind.values()) {
        var key =
            new ResultKey(
                kind,
                withdrawal.model(),
                withdrawal.suite(),
                withdrawal.caseId(),
                withdrawal.trial());
        Bytes row = row(key.text());
        remark(key, row, entries.get(row));
      }
    } else {
      scan.start(withdrawal.model());
    }
  }

  private void register(Registration registration) {
    Set<String> touched = models.put(registration);
    if (touched != null) {
      touched.forEach(tallies::resend);
    }
  }

  private void scan(long now) {
    beforeCommit.commitFollows();
    entries.readOn();
    if (scan.idle()) {
      pace.check(context);
    } else {
      entries.write();
      scan.slice(this::remark);
      pace.done(context);
    }
  }

  /** Before each commit. */
  private void sendChanged() {
    entries.write();
    long now = context.currentSystemTimeMs();
    tallies.sendChanged(
        models,
        (canonical, period, tally) ->
            context.forward(new Record<>(canonical + '|' + period, tally, now)));
  }

  private void remark(KeyValue<Bytes, byte[]> entry) {
    String key = new String(entry.key.get(), StandardCharsets.UTF_8);
    remark(ResultKey.parse(key), entry.key, LedgerEntry.read(entry.value));
  }

  private void remark(ResultKey key, Bytes row, LedgerEntry before) {
    LedgerEntry after =
        before.remarked((period, version) -> retractions.earliest(key, period, version));
    save(key, row, before, after);
  }

  private void save(ResultKey key, Bytes row, LedgerEntry before, LedgerEntry after) {
    if (after != before) {
      entries.put(row, before, after);
      EntryDelta.emit(
          key,
          before,
          after,
          (period, cell, counts) -> tallies.add(key.model(), period, cell, counts));
    }
  }

  private static Bytes row(String key) {
    return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
  }
}

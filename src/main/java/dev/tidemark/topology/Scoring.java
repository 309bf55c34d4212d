package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Method;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Steps 3 and 4: sums the partition tallies of each (canonical model, period), joins the
 * registration in force and scores them. One scored tally out for each that changed.
 */
final class Scoring implements Processor<String, ScoreInput, String, AlertInput> {

  static final String TALLIES = "model-tallies";
  static final String MODELS = "model-registrations";

  private final Method method;
  private BeforeCommit beforeCommit;
  private CommitPace pace;
  private ProcessorContext<String, AlertInput> context;
  private MergedTallies tallies;
  private ModelTable<Registration> models;

  Scoring(Method method) {
    this.method = method;
  }

  @Override
  public void init(ProcessorContext<String, AlertInput> context) {
    this.context = context;
    LeftCheckpoint.delete(context);
    beforeCommit = BeforeCommit.of(context, this::scoreChanged);
    pace = CommitPace.ofThread();
    tallies = new MergedTallies(context.getStateStore(TALLIES), beforeCommit);
    models = ModelStore.table(context.getStateStore(MODELS));
  }

  @Override
  public void close() {
    beforeCommit.close();
    tallies.close();
  }

  @Override
  public void process(Record<String, ScoreInput> record) {
    beforeCommit.commitFollows();
    // Tallies are as old as the commit that sent them, whatever results they count.
    pace.done(context);
    if (record.value() instanceof PartitionTally part) {
      if (tallies.put(record.key(), part)) {
        context.forward(record.withValue(new Sighting(part.lastResultAt())));
      }
    } else if (record.value() instanceof Withdrawal withdrawal) {
      context.forward(record.withValue(withdrawal));
    } else if (record.value() instanceof Registration registration
        && models.put(registration) != null) {
      tallies.rescore(registration.model());
    }
  }

  private void scoreChanged() {
    long now = context.currentSystemTimeMs();
    tallies.takeChanged((key, merged) -> emit(key, merged, now));
  }

  private void emit(String key, MergedTally merged, long now) {
    Standing standing = null;
    if (!merged.tally().isEmpty()) {
      int separator = key.indexOf('|');
      String model = key.substring(0, separator);
      standing =
          Standings.score(
              model, key.substring(separator + 1), merged.tally(), method, models.get(model), now);
    }
    context.forward(new Record<>(key, new Scored(standing, merged), now));
  }
}

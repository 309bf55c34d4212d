package dev.tidemark.topology;

import dev.tidemark.event.EventCodec;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Tally;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Steps 3 and 4: sums the partition tallies of each (canonical model, period), joins the
 * registration in force and scores them. One standing out for each tally that changed; a tombstone
 * for one that has gone.
 */
final class Scoring implements Processor<String, ScoreInput, String, byte[]> {

  static final String TALLIES = "scoring-tallies";
  static final String MODELS = "scoring-models";

  /** Short, for latency; long enough that the parts of one change are mostly scored once. */
  private static final Duration SCORE_EVERY = Duration.ofMillis(50);

  private final Method method;
  private ProcessorContext<String, byte[]> context;
  private MergedTallies tallies;
  private ModelStore models;

  Scoring(Method method) {
    this.method = method;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    tallies = new MergedTallies(context.getStateStore(TALLIES));
    models = new ModelStore(context.getStateStore(MODELS));
    context.schedule(SCORE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::punctuate);
  }

  @Override
  public void process(Record<String, ScoreInput> record) {
    if (record.value() instanceof PartitionTally part) {
      tallies.put(record.key(), part);
    } else if (record.value() instanceof Registration registration
        && models.put(registration) != null) {
      tallies.rescore(registration.model());
    }
  }

  private void punctuate(long now) {
    tallies.takeChanged((key, tally) -> emit(key, tally, now));
  }

  private void emit(String key, Tally tally, long now) {
    byte[] standing = null;
    if (!tally.isEmpty()) {
      int separator = key.indexOf('|');
      String model = key.substring(0, separator);
      standing =
          EventCodec.encode(
              Standings.score(
                  model,
                  key.substring(separator + 1),
                  tally,
                  method,
                  models.table().get(model),
                  now));
    }
    context.forward(new Record<>(key, standing, now));
  }
}

package dev.tidemark.ingest;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.Quoted;
import dev.tidemark.event.Retraction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The runs most recently withdrawn through this process, to warn when one is published again: its
 * results then count again. Safe for use by many threads.
 */
final class WithdrawnRuns {

  private static final int MOST = 10_000;

  private record Run(String model, String runId) {}

  private final Map<Run, Boolean> withdrawn =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Run, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Takes note of an accepted event; gives a warning at the first result of a withdrawn run. */
  Optional<String> warning(SpecificRecord event) {
    if (event instanceof Retraction r && r.getRunId() != null) {
      synchronized (withdrawn) {
        withdrawn.put(new Run(r.getModel(), r.getRunId()), true);
      }
      return Optional.empty();
    }
    Run run = run(event);
    synchronized (withdrawn) {
      return run == null || withdrawn.isEmpty() || withdrawn.remove(run) == null
          ? Optional.empty()
          : Optional.of(
              "run %s of model %s was withdrawn: results published from now on count again"
                  .formatted(quoted(run.runId()), quoted(run.model())));
    }
  }

  private static String quoted(String text) {
    return Quoted.of(text);
  }

  private static Run run(SpecificRecord event) {
    if (event instanceof AttackResult r && r.getRunId() != null) {
      return new Run(r.getModel(), r.getRunId());
    } else if (event instanceof CampaignResult r && r.getRunId() != null) {
      return new Run(r.getModel(), r.getRunId());
    } else if (event instanceof BenchmarkResult r && r.getRunId() != null) {
      return new Run(r.getModel(), r.getRunId());
    }
    return null;
  }
}

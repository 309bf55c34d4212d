package dev.tidemark.ingest;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Model;
import dev.tidemark.event.Quoted;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The model names that this process has accepted since its start. A runner that puts a timestamp
 * into {@code model} invents one with every result, and each would have standings of its own for
 * ever: from some number on, further names are refused. Safe for use by many threads.
 */
public final class ModelNames {

  /** How many names a process accepts unless told otherwise. */
  public static final int MOST = 10_000;

  private final int most;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  /**
   * @param most how many different names are accepted
   */
  public ModelNames(int most) {
    this.most = most;
  }

  /**
   * Takes note of the model that a valid event is about. A retraction makes no standing, so its
   * name is not counted.
   *
   * @throws InvalidEventException if the name is new and there are too many already
   */
  void admit(SpecificRecord event) throws InvalidEventException {
    String name = name(event);
    if (name != null && !names.contains(name) && !add(name)) {
      throw new InvalidEventException(
          "model.limit",
          "model is %s: %,d different names have been accepted since the start, the most that is"
                  .formatted(Quoted.of(name), most)
              + " allowed; put what names a run into runId, or raise tidemark.ingest.max-models if"
              + " these are models");
    }
  }

  private synchronized boolean add(String name) {
    return names.contains(name) || names.size() < most && names.add(name);
  }

  private static String name(SpecificRecord event) {
    if (event instanceof AttackResult r) {
      return r.getModel();
    } else if (event instanceof CampaignResult r) {
      return r.getModel();
    } else if (event instanceof BenchmarkResult r) {
      return r.getModel();
    } else if (event instanceof Model r) {
      return r.getModel();
    }
    return null;
  }
}

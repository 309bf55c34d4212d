package dev.tidemark.cli.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which revisions of which standings arrived when, in the order of arrival, and what that says of
 * the results in them.
 */
final class Arrivals {

  private record Revision(String key, long updatedAt) {}

  private record Arrival(long nanos, Revision revision) {}

  private final Map<Revision, Long> results = new HashMap<>();
  private final Map<String, Long> start = new HashMap<>();
  private final List<Arrival> atReader = new ArrayList<>();
  private final List<Arrival> atClient = new ArrayList<>();

  /** From here on arrivals matter; what stands now is the beginning. */
  synchronized void begin() {
    atReader.forEach(
        arrival -> start.put(arrival.revision().key(), results.get(arrival.revision())));
    atReader.clear();
    atClient.clear();
  }

  /** A committed revision was read from the topic. */
  synchronized void read(long nanos, String key, long counted, long updatedAt) {
    Revision revision = new Revision(key, updatedAt);
    results.put(revision, counted);
    atReader.add(new Arrival(nanos, revision));
  }

  /** A revision came to a client of the stream. */
  synchronized void streamed(long nanos, String key, long updatedAt) {
    atClient.add(new Arrival(nanos, new Revision(key, updatedAt)));
  }

  /**
   * How long results took to the topic's reader, in nanoseconds.
   *
   * @param due when the k-th was due to be sent
   */
  synchronized long[] atReader(long[] due) {
    return latencies(due, atReader);
  }

  /** How long results took to the stream's client, in nanoseconds. */
  synchronized long[] atClient(long[] due) {
    return latencies(due, atClient);
  }

  private long[] latencies(long[] due, List<Arrival> arrivals) {
    Map<String, Long> counts = new HashMap<>(start);
    long[] latencies = new long[due.length];
    int counted = 0;
    int total = 0;
    for (Arrival arrival : arrivals) {
      Long now = results.get(arrival.revision());
      if (now == null) {
        throw new IllegalStateException("no such standing was committed: " + arrival.revision());
      }
      Long before = counts.put(arrival.revision().key(), now);
      total += (int) (now - (before == null ? 0 : before));
      for (; counted < Math.min(total, due.length); counted++) {
        latencies[counted] = arrival.nanos() - due[counted];
      }
    }
    if (counted < due.length) {
      throw new IllegalStateException("%,d of %,d results arrived".formatted(counted, due.length));
    }
    return latencies;
  }
}

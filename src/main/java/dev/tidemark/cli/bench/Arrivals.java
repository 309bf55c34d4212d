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
  private final Map<String, Long> newest = new HashMap<>();
  private final Map<String, Long> start = new HashMap<>();
  private final List<Arrival> atReader = new ArrayList<>();
  private final List<Arrival> atClient = new ArrayList<>();

  /** From here on arrivals matter; what stands now is the beginning. */
  synchronized void begin() {
    start.putAll(newest);
    atReader.clear();
    atClient.clear();
  }

  /** A committed revision was read from the topic. */
  synchronized void read(long nanos, String key, long counted, long updatedAt) {
    Revision revision = new Revision(key, updatedAt);
    results.put(revision, counted);
    newest.put(key, counted);
    atReader.add(new Arrival(nanos, revision));
  }

  /** How many results of a standing have been read since the beginning. */
  synchronized long arrived(String key) {
    return newest.getOrDefault(key, 0L) - start.getOrDefault(key, 0L);
  }

  /** A revision came to a client of the stream. */
  synchronized void streamed(long nanos, String key, long updatedAt) {
    atClient.add(new Arrival(nanos, new Revision(key, updatedAt)));
  }

  /**
   * How long results took to the topic's reader, in nanoseconds. The k-th of a standing is there
   * once that counts k.
   *
   * @param due by key of the standing: when each of its results was due to be sent
   */
  synchronized long[] atReader(Map<String, List<Long>> due) {
    return latencies(due, atReader);
  }

  /** How long results took to the stream's client, in nanoseconds. */
  synchronized long[] atClient(Map<String, List<Long>> due) {
    return latencies(due, atClient);
  }

  private long[] latencies(Map<String, List<Long>> due, List<Arrival> arrivals) {
    Map<String, Integer> arrived = new HashMap<>();
    long[] latencies = new long[due.values().stream().mapToInt(List::size).sum()];
    int counted = 0;
    for (Arrival arrival : arrivals) {
      Long now = results.get(arrival.revision());
      if (now == null) {
        throw new IllegalStateException("no such standing was committed: " + arrival.revision());
      }
      String key = arrival.revision().key();
      List<Long> sent = due.getOrDefault(key, List.of());
      long there = Math.min(now - start.getOrDefault(key, 0L), sent.size());
      for (int next = arrived.getOrDefault(key, 0); next < there; next++) {
        latencies[counted++] = arrival.nanos() - sent.get(next);
        arrived.put(key, next + 1);
      }
    }
    if (counted < latencies.length) {
      throw new IllegalStateException(
          "%,d of %,d results arrived".formatted(counted, latencies.length));
    }
    return latencies;
  }
}

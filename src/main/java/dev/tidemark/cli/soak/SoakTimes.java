package dev.tidemark.cli.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long things took, by what they were. Safe for use by many threads. */
final class SoakTimes {

  private final Map<String, List<Duration>> times = new TreeMap<>();

  synchronized void add(String what, Duration time) {
    times.computeIfAbsent(what, any -> new ArrayList<>()).add(time);
  }

  /** A line for each: how often, the median, the longest. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    times.forEach(
        (what, all) -> {
          List<Duration> sorted = all.stream().sorted().toList();
          lines.add(
              "%s: %d times, median %.1f s, longest %.1f s"
                  .formatted(
                      what,
                      sorted.size(),
                      seconds(sorted.get(sorted.size() / 2)),
                      seconds(sorted.get(sorted.size() - 1))));
        });
    return lines;
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}

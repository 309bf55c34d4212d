package dev.tidemark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.EventKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ProbesTest {

  private static final long BEGINNING = 1_000_000_000_000L;

  private final Arrivals arrivals = new Arrivals();
  private final Probes probes = new Probes(new BenchEvents(30, false), "run", arrivals);

  @Test
  void twentyASecondOfFortyModelsAreSentWhereTheLastOneHasArrived() {
    // When: each arrives half a second after it was sent.
    List<SpecificRecord> sent = new ArrayList<>();
    List<List<SpecificRecord>> underWay = new ArrayList<>();
    for (int tick = 0; tick <= 2_000; tick++) {
      long now = BEGINNING + Duration.ofMillis(5L * tick).toNanos();
      underWay.add(probes.due(now));
      sent.addAll(underWay.get(tick));
      if (tick >= 100) {
        underWay.get(tick - 100).forEach(event -> arrive(event, now));
      }
    }

    // Then: over ten seconds, each another case.
    assertThat(sent).hasSizeBetween(199, 201);
    assertThat(sent.stream().map(EventKeys::recordKey)).doesNotHaveDuplicates();
    assertThat(probes.sent()).hasSize(40);
    assertThat(probes.sent().values().stream().mapToInt(List::size).sum()).isEqualTo(sent.size());
  }

  @Test
  void aModelsNextOneWaitsForItsLastAndCountsFromWhenItWasDue() {
    // Given: nothing arrives for five seconds.
    for (int tick = 0; tick <= 1_000; tick++) {
      probes.due(BEGINNING + Duration.ofMillis(5L * tick).toNanos());
    }
    assertThat(probes.sent().values()).allSatisfy(times -> assertThat(times).hasSize(1));
    assertThat(probes.waits(BEGINNING + Duration.ofSeconds(1).toNanos())).isFalse();
    assertThat(probes.waits(BEGINNING + Duration.ofSeconds(5).toNanos())).isTrue();

    // When
    long late = BEGINNING + Duration.ofSeconds(6).toNanos();
    arrivals.read(late, "bench/probe-00|2026-07", 1, 1);
    List<SpecificRecord> next = probes.due(late);

    // Then
    assertThat(next).hasSize(1);
    List<Long> times = probes.sent().get("bench/probe-00|2026-07");
    assertThat(times.get(1) - BEGINNING)
        .isBetween(Duration.ofSeconds(2).toNanos(), Duration.ofMillis(2_050).toNanos());
  }

  @Test
  void theyAreDueAtAnyTimeAndNotInStepWithCommits() {
    for (int second = 0; second < 60; second++) {
      probes.due(BEGINNING + Duration.ofSeconds(second).toNanos());
      probes.sent().forEach((key, times) -> arrivals.read(0, key, times.size(), 0));
    }

    HashSet<Long> tenths = new HashSet<>();
    for (Map.Entry<String, List<Long>> model : probes.sent().entrySet()) {
      model.getValue().forEach(due -> tenths.add((due - BEGINNING) / 5_000_000 % 10));
    }
    assertThat(tenths).hasSize(10);
  }

  private void arrive(SpecificRecord event, long now) {
    String key = event.get(event.getSchema().getField("model").pos()) + "|2026-07";
    arrivals.read(now, key, arrivals.arrived(key) + 1, now);
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.oracle.EventGenerator;
import dev.tidemark.oracle.Oracle;
import dev.tidemark.oracle.OracleRecord;
import dev.tidemark.oracle.OracleStanding;
import dev.tidemark.scoring.Coverage;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Pairs;
import dev.tidemark.scoring.Period;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sets of events (reruns, revisions, duplicates, retractions, aliases), in random order and
 * partitions, through the real topology on a real broker: the standings must be what the oracle, a
 * recompute written apart from the production code, says of the set.
 *
 * <p>{@code -Dtidemark.property.seconds=600} runs longer, {@code -Dtidemark.property.seed=N}
 * replays a run whose seed was printed.
 */
class LiveStandingsPropertyTest {

  private static final Duration SETTLED = Duration.ofSeconds(45);
  private static final int EVENTS = 1_200;

  private final ObjectMapper json = new ObjectMapper();
  private final ContentHasher hasher = new ContentHasher();

  @TempDir Path folder;

  @Test
  void liveStandingsEqualARecomputeOfTheSet() throws Exception {
    long seed = Long.getLong("tidemark.property.seed", System.nanoTime());
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Long.getLong("tidemark.property.seconds", 6)).toNanos();
    int round = 0;
    do {
      System.out.println(
          "property seed " + seed + " (replay: -Dtidemark.property.seed=" + seed + ")");
      runWith(seed, folder.resolve("round-" + round++));
      seed++;
    } while (System.nanoTime() < end);
  }

  private void runWith(long seed, Path stateDir) throws Exception {
    // Given
    Random random = new Random(seed);
    List<OracleRecord> events =
        EventGenerator.events(random, fields -> hasher.hash(event(fields)).toString(), EVENTS);
    List<OracleRecord> deliveries = new ArrayList<>(events);
    for (int i = 0; i < EVENTS / 10; i++) {
      deliveries.add(events.get(random.nextInt(events.size())));
    }
    Collections.shuffle(deliveries, random);
    SortedMap<String, OracleStanding> expected = Oracle.standings(events);

    try (LiveTopology live = new LiveTopology(stateDir)) {
      // When
      for (OracleRecord delivery : deliveries) {
        live.send(delivered(delivery, live, random));
      }
      live.flush();

      // Then
      await().atMost(SETTLED).untilAsserted(() -> assertSame(live.standings(), expected, seed));
      Verification.Report report =
          new Verification(live.bootstrapServers(), null, Methods.builtIn().standard())
              .run(SETTLED);
      assertThat(report.differences()).as("verify, seed %d", seed).isEmpty();
      assertThat(report.standings()).isEqualTo(expected.size());
    }
  }

  private ProducerRecord<byte[], byte[]> delivered(
      OracleRecord delivery, LiveTopology live, Random random) {
    SpecificRecord event = event(delivery.fields());
    String topic = EventKeys.topic(event);
    return new ProducerRecord<>(
        topic,
        random.nextInt(live.partitions(topic)),
        delivery.timestamp(),
        EventKeys.recordKey(event).getBytes(StandardCharsets.UTF_8),
        EventCodec.encode(event));
  }

  private SpecificRecord event(Map<String, Object> fields) {
    try {
      return EventJson.parse(json.valueToTree(fields));
    } catch (InvalidEventException e) {
      throw new AssertionError("the generator made an invalid event: " + fields, e);
    }
  }

  private static void assertSame(
      Map<String, Standing> live, SortedMap<String, OracleStanding> expected, long seed) {
    assertThat(live.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
    expected.forEach((key, standing) -> assertSame(key, live.get(key), standing));
    expected.forEach(
        (key, standing) ->
            assertClose(key + " coverage", coverage(live, standing), standing.coverage()));
  }

  private static void assertSame(String key, Standing live, OracleStanding expected) {
    assertThat(cells(live)).as(key).isEqualTo(expected.tally());
    assertThat(live.getDisplayName()).as(key).isEqualTo(expected.displayName());
    assertThat(live.getProvider()).as(key).isEqualTo(expected.provider());
    assertThat(live.getOverflow()).as(key).isEqualTo(expected.overflow());
    var casi = live.getCasi();
    assertThat(casi.getConclusive()).as(key).isEqualTo(expected.casi().conclusive());
    assertThat(casi.getInconclusive()).as(key).isEqualTo(expected.casi().inconclusive());
    assertClose(key + " casi", casi.getScore(), expected.casi().score());
    assertClose(key + " casi low", casi.getLow(), expected.casi().low());
    assertClose(key + " casi high", casi.getHigh(), expected.casi().high());
    assertClose(key + " risk", casi.getRisk(), expected.casi().risk());
    assertClose(key + " point", casi.getBreakingPoint(), expected.casi().breakingPoint());
    var ars = live.getArs();
    assertThat(ars.getConclusive()).as(key).isEqualTo(expected.ars().conclusive());
    assertThat(ars.getInconclusive()).as(key).isEqualTo(expected.ars().inconclusive());
    assertClose(key + " ars", ars.getScore(), expected.ars().score());
    assertClose(key + " ars low", ars.getLow(), expected.ars().low());
    assertClose(key + " ars high", ars.getHigh(), expected.ars().high());
    assertClose(
        key + " rs", ars.getRequiredSophistication(), expected.ars().requiredSophistication());
    assertClose(key + " de", ars.getDefensiveEndurance(), expected.ars().defensiveEndurance());
    assertClose(key + " ci", ars.getCounterIntelligence(), expected.ars().counterIntelligence());
    assertClose(key + " performance", live.getPerformance(), expected.performance());
    assertClose(key + " rtp", live.getRtp(), expected.rtp());
    assertClose(key + " arsRtp", live.getArsRtp(), expected.arsRtp());
    assertClose(key + " cos", live.getCos(), expected.cos());
    assertClose(key + " arsCos", live.getArsCos(), expected.arsCos());
    assertClose(key + " effectiveCos", live.getEffectiveCos(), expected.effectiveCos());
    assertThat(live.getRegressed()).as(key).isEqualTo(expected.regressed());
    assertThat(live.getFixed()).as(key).isEqualTo(expected.fixed());
    assertClose(key + " mcnemar", live.getMcnemar(), expected.mcnemar());
  }

  private static Map<String, List<Long>> cells(Standing standing) {
    Map<String, List<Long>> cells = new TreeMap<>();
    TallyRecords.fromRecord(standing.getTally())
        .cells()
        .forEach(
            (cell, counts) ->
                cells.put(
                    cell.dimension() + "|" + cell.name() + "|" + cell.row() + "|" + cell.column(),
                    Arrays.stream(counts).boxed().toList()));
    return cells;
  }

  private static Double coverage(Map<String, Standing> live, OracleStanding of) {
    SortedMap<Period, Pairs> pairs =
        live.values().stream()
            .filter(standing -> standing.getModel().equals(of.model()))
            .collect(
                Collectors.toMap(
                    standing -> Period.parse(standing.getPeriod()),
                    standing -> Pairs.of(TallyRecords.fromRecord(standing.getTally())),
                    (some, other) -> some,
                    TreeMap::new));
    return Coverage.of(Period.parse(of.period()), pairs);
  }

  /** Relative for scores that can be large, absolute for the rest. */
  private static void assertClose(String what, Double live, Double expected) {
    if (live == null || expected == null) {
      assertThat(live).as(what).isEqualTo(expected);
    } else {
      assertThat(live).as(what).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }
  }
}

package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Standing;
import dev.tidemark.oracle.EventGenerator;
import dev.tidemark.oracle.OracleRecord;
import dev.tidemark.scoring.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same set of events ends in the same bits, whatever the topology went through meanwhile. */
class LiveRestartTest {

  private static final Duration SETTLED = Duration.ofSeconds(90);
  private static final int EVENTS = 900;
  private static final long SEED = 20_260_315;

  private final ObjectMapper json = new ObjectMapper();
  private final ContentHasher hasher = new ContentHasher();

  @TempDir Path folder;

  @Test
  void restartsLostStateAndAnotherOrderEndInTheSameBits() throws Exception {
    // Given
    Random random = new Random(SEED);
    List<OracleRecord> events =
        EventGenerator.events(random, fields -> hasher.hash(event(fields)).toString(), EVENTS);
    Map<String, Standing> undisturbed;
    try (LiveTopology live = new LiveTopology(folder.resolve("undisturbed"))) {
      send(live, events, 0, EVENTS);
      undisturbed = settled(live, EVENTS);
      assertThat(undisturbed).hasSizeGreaterThan(5);
    }
    events = new ArrayList<>(events);
    Collections.shuffle(events, random);
    Path stateDir = folder.resolve("disturbed");
    try (LiveTopology live = new LiveTopology(stateDir)) {
      // When
      send(live, events, 0, 300);
      awaitSomeStanding(live);
      live.stop();
      send(live, events, 300, 400);
      live.start();
      send(live, events, 400, 600);
      live.stop();
      delete(stateDir);
      send(live, events, 600, 700);
      live.start();
      send(live, events, 700, EVENTS);

      // Then
      assertThat(settled(live, EVENTS)).isEqualTo(undisturbed);
    }
  }

  @Test
  void storesThatCannotBeReadAreRestored() throws Exception {
    // Given
    List<OracleRecord> events =
        EventGenerator.events(
            new Random(SEED), fields -> hasher.hash(event(fields)).toString(), EVENTS);
    Path stateDir = folder.resolve("state");
    try (LiveTopology live = new LiveTopology(stateDir)) {
      send(live, events, 0, 600);
      settled(live, 600);
      live.stop();
      assertThat(DamagedRows.flip(stateDir, Ledger.ENTRIES, 0.1)).isPositive();

      // When
      live.start();
      send(live, events, 600, EVENTS);

      // Then
      settled(live, EVENTS);
      assertThat(live.failures())
          .isNotEmpty()
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .hasStackTraceContaining("not all rows of ledger-entries can be read"));
    }
  }

  @Test
  void noTaskThatRunsHasACheckpointThatACrashWouldLeave() throws Exception {
    // Given
    Path stateDir = folder.resolve("state");
    List<OracleRecord> events =
        EventGenerator.events(new Random(SEED), fields -> hasher.hash(event(fields)).toString(), 9);
    try (LiveTopology live = new LiveTopology(stateDir)) {
      send(live, events, 0, 9);
      awaitSomeStanding(live);
      live.stop();
      List<Path> left = checkpoints(stateDir);
      assertThat(left).isNotEmpty();
      LeftCheckpoint.deleteUnfit(stateDir);
      assertThat(checkpoints(stateDir)).isEqualTo(left);

      // When
      live.start();
      await().atMost(SETTLED).until(live::running);

      // Then
      assertThat(checkpoints(stateDir)).isEmpty();
    }
  }

  private static List<Path> checkpoints(Path stateDir) throws IOException {
    try (Stream<Path> files = Files.walk(stateDir, 3)) {
      return files.filter(file -> file.endsWith(".checkpoint")).toList();
    }
  }

  private void send(LiveTopology live, List<OracleRecord> events, int from, int to) {
    for (OracleRecord record : events.subList(from, to)) {
      SpecificRecord event = event(record.fields());
      live.send(
          new ProducerRecord<>(
              EventKeys.topic(event), null, record.timestamp(), null, EventCodec.encode(event)));
    }
    live.flush();
  }

  /** So that the topology is stopped in the middle of its work, not before it. */
  private static void awaitSomeStanding(LiveTopology live) {
    await().atMost(SETTLED).untilAsserted(() -> assertThat(live.standings()).isNotEmpty());
  }

  /** The standings once they are what a batch recompute finds; without the time of computing. */
  private static Map<String, Standing> settled(LiveTopology live, int events)
      throws InterruptedException {
    Verification.Report report =
        new Verification(live.bootstrapServers(), null, Methods.builtIn().standard()).run(SETTLED);
    assertThat(report.differences()).isEmpty();
    assertThat(report.records()).isEqualTo(events);
    Map<String, Standing> standings = new TreeMap<>();
    live.standings()
        .forEach(
            (key, standing) ->
                standings.put(
                    key, Standing.newBuilder(standing).setUpdatedAt(Instant.EPOCH).build()));
    return standings;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  private SpecificRecord event(Map<String, Object> fields) {
    try {
      return EventJson.parse(json.valueToTree(fields));
    } catch (InvalidEventException e) {
      throw new AssertionError("the generator made an invalid event: " + fields, e);
    }
  }
}

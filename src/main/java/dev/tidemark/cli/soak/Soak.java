package dev.tidemark.cli.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.verify.Verification;
import dev.tidemark.scoring.Methods;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Breaks a running Tidemark in rounds and checks after each that nothing is lost and nothing counts
 * twice. The seed decides what is sent and what breaks when, from the first round on.
 */
public final class Soak implements AutoCloseable {

  private static final int FAULTS_A_ROUND = 3;
  private static final Duration STANDSTILL = Duration.ofSeconds(90);
  private static final Duration SETTLED = Duration.ofMinutes(10);
  private static final Duration READING = Duration.ofSeconds(60);
  private static final List<String> PERIODS = List.of("2026-01", "2026-02", "2026-03");

  /**
   * What to do.
   *
   * @param standbys standby replicas of each store
   * @param rate records a second, over all runners
   * @param faults kinds to draw from
   */
  public record Plan(
      long seed,
      Duration time,
      int instances,
      int standbys,
      int rate,
      List<Fault> faults,
      Path folder) {}

  private final Plan plan;
  private final Consumer<String> out;
  private final SoakTimes times = new SoakTimes();
  private final SoakFindings findings;
  private final SoakCluster cluster;
  private final List<SoakRunner> runners = new ArrayList<>();
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private final Deque<Fault> deck = new ArrayDeque<>();
  private final Random random;
  private int rounds;

  /**
   * @param out takes lines of progress
   */
  public Soak(Plan plan, Consumer<String> out) throws IOException {
    this.plan = plan;
    this.out = out;
    random = new Random(plan.seed());
    findings = new SoakFindings(out);
    cluster = new SoakCluster(plan.folder(), plan.instances(), plan.standbys(), times, findings);
  }

  /**
   * Runs rounds until the time is up, at least one; prints a summary.
   *
   * @return whether everything was as it must be
   */
  public boolean run() throws Exception {
    long end = System.nanoTime() + plan.time().toNanos();
    cluster.start();
    startRunners();
    String servers = cluster.bootstrapServers();
    StandingsWatch standings = new StandingsWatch(servers, findings);
    AlertsWatch alerts = new AlertsWatch(servers, findings);
    ServingWatch serving = new ServingWatch(cluster.url(), PERIODS.get(0), findings);
    Inventory inventory = new Inventory(servers, runners.size());
    try (standings;
        alerts;
        serving;
        inventory) {
      do {
        round(standings, alerts, inventory);
      } while (System.nanoTime() < end);
      checkFreshServingNode();
    } catch (Exception | Error e) {
      findings.add("the run ended early: " + e);
      throw e;
    } finally {
      summary(standings, alerts, serving, inventory);
    }
    return findings.count() == 0;
  }

  private void startRunners() {
    String servers = cluster.bootstrapServers();
    int rate = Math.max(1, plan.rate() / 4);
    long seed = plan.seed() * 31;
    runners.add(new KafkaRunner(servers, 0, seed, rate, false));
    runners.add(new KafkaRunner(servers, 1, seed + 1, rate, false));
    runners.add(new KafkaRunner(servers, 2, seed + 2, rate, true));
    runners.add(new HttpRunner(cluster.url(), 3, seed + 3, rate, findings, times));
    runners.forEach(SoakRunner::start);
  }

  private void round(StandingsWatch standings, AlertsWatch alerts, Inventory inventory)
      throws Exception {
    int foundBefore = findings.count();
    runners.forEach(SoakRunner::resume);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < FAULTS_A_ROUND; i++) {
      SoakCluster.sleep(500 + random.nextInt(3_500));
      cluster.supervise();
      Fault fault = draw();
      faults.add(fault.name());
      struck.merge(fault, 1, Integer::sum);
      fault.strike(cluster, random);
    }
    SoakCluster.sleep(1_000);
    runners.forEach(SoakRunner::rest);
    cluster.awaitAll();
    for (SoakRunner runner : runners) {
      runner.awaitRest();
    }
    long settling = System.nanoTime();
    Verification.Report report = settled(standings);
    times.add("verified after the last fault", Duration.ofNanos(System.nanoTime() - settling));
    cluster.supervise();
    report.differences().stream().limit(10).forEach(d -> findings.add("verify: " + d));
    if (!standings.awaitEnd(READING) || !alerts.awaitEnd(READING)) {
      findings.add("what was committed could not be read within " + READING.toSeconds() + " s");
    }
    inventory.read();
    inventory.problems().forEach(findings::add);
    for (int i = 0; i < runners.size(); i++) {
      int lost = inventory.lost(i, runners.get(i).receipts);
      if (lost > 0) {
        findings.add("%s: %d acknowledged records lost".formatted(runners.get(i).name(), lost));
      }
    }
    rounds++;
    out.accept(
        "round %d: %s; %,d records, %,d repeats, %,d refused, %s"
            .formatted(
                rounds,
                String.join(" ", faults),
                inventory.records(),
                inventory.repeats(),
                report.refused(),
                findings.count() == foundBefore ? "verified" : "FAILED"));
  }

  /**
   * Verifies once everything has been computed: on a busy machine that may take a while, so only a
   * topology that stands still has failed, or one that goes on and on. What its threads do then is
   * in the logs.
   */
  private Verification.Report settled(StandingsWatch standings)
      throws IOException, InterruptedException {
    Verification.Report report;
    long before;
    long deadline = System.nanoTime() + SETTLED.toNanos();
    do {
      before = standings.revisions();
      report =
          new Verification(cluster.bootstrapServers(), null, Methods.builtIn().standard())
              .run(STANDSTILL);
    } while (!report.passed() && standings.revisions() > before && System.nanoTime() < deadline);
    if (!report.passed()) {
      cluster.dumpThreads();
    }
    return report;
  }

  /** Every kind once before any comes again, in an order of chance. */
  private Fault draw() {
    if (deck.isEmpty()) {
      List<Fault> faults = new ArrayList<>(plan.faults());
      Collections.shuffle(faults, random);
      deck.addAll(faults);
    }
    return deck.remove();
  }

  /** It has read everything once it says that it is ready, and serves what the first one does. */
  private void checkFreshServingNode() throws Exception {
    String fresh = cluster.freshServingNode();
    ObjectMapper json = new ObjectMapper();
    HttpClient http = HttpClient.newHttpClient();
    for (String period : PERIODS) {
      for (String board : List.of("casi", "ars")) {
        String query = "/api/v1/standings?period=" + period + "&board=" + board;
        List<JsonNode> answers = new ArrayList<>();
        for (String node : List.of(cluster.url(), fresh)) {
          answers.add(
              json.readTree(
                  http.send(
                          HttpRequest.newBuilder(URI.create(node + query))
                              .timeout(Duration.ofSeconds(20))
                              .build(),
                          BodyHandlers.ofString())
                      .body()));
        }
        if (answers.get(0).path("standings").isEmpty() || !answers.get(0).equals(answers.get(1))) {
          findings.add("a serving node from nothing differs at " + query);
        }
      }
    }
  }

  private void summary(
      StandingsWatch standings, AlertsWatch alerts, ServingWatch serving, Inventory inventory) {
    int lost = 0;
    int acknowledged = 0;
    long unacknowledged = 0;
    for (int i = 0; i < runners.size(); i++) {
      lost += inventory.lost(i, runners.get(i).receipts);
      acknowledged += runners.get(i).receipts.acknowledged();
      unacknowledged += runners.get(i).receipts.failed.sum();
    }
    out.accept("");
    struck.forEach((fault, count) -> out.accept("%4d x %s".formatted(count, fault.text())));
    times.lines().forEach(out);
    out.accept(
        "%d rounds, %d faults; %,d records acknowledged, %,d sends without an answer"
            .formatted(
                rounds,
                struck.values().stream().mapToInt(Integer::intValue).sum(),
                acknowledged,
                unacknowledged));
    out.accept(
        "%,d records in the topics, %,d of them repeats; %,d bad ones, %,d dead letters"
            .formatted(
                inventory.records(), inventory.repeats(), inventory.bad(), inventory.letters()));
    out.accept(
        "lost: %d; counted twice: %d of %,d results of steady models"
            .formatted(lost, inventory.surplus(), inventory.steadyResults()));
    out.accept(
        "%,d revisions of standings and %,d beginnings and ends of alerts read as committed"
            .formatted(standings.revisions(), alerts.transitions()));
    out.accept(
        "%,d answers of the service, longest gap %.1f s"
            .formatted(serving.answers(), SoakTimes.seconds(serving.longestGap())));
    out.accept(
        findings.count() == 0
            ? "PASSED: seed %d".formatted(plan.seed())
            : "FAILED: seed %d, %d findings".formatted(plan.seed(), findings.count()));
  }

  @Override
  public void close() {
    for (SoakRunner runner : runners) {
      runner.close();
    }
    cluster.close();
  }
}

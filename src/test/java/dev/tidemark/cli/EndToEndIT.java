package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, used as its users do: up, publish, verify, kill -9, up again. */
class EndToEndIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Path> REAL =
      List.of(
          Path.of("../shared/data/jailbreakbench.ndjson.gz"),
          Path.of("../shared/data/agentdojo.ndjson.gz"),
          Path.of("../shared/data/livecodebench.ndjson.gz"));

  @TempDir Path folder;

  @Test
  void standingsSurviveRepeatsKillsAndRestarts() throws Exception {
    Path events = folder.resolve("events.ndjson");
    Files.write(events, someEvents());
    try (TidemarkProcess tidemark = new TidemarkProcess(folder)) {
      tidemark.up();
      assertThat(tidemark.get("/api/v1/standings")).contains("\"standings\":[]");

      assertThat(tidemark.publish(events.toString()))
          .isEqualTo(new TidemarkProcess.Output(0, events + ": 400 accepted, 0 rejected\n"));
      assertThat(tidemark.verify().text()).contains("VERIFIED: 400 records", "0 differences");
      Map<String, JsonNode> published = standings(tidemark);
      assertThat(published).hasSize(10);

      assertThat(tidemark.publish(events.toString()).exitCode()).isZero();
      assertThat(tidemark.verify().text()).contains("VERIFIED: 800 records", "0 differences");
      assertThat(standings(tidemark)).isEqualTo(published);

      tidemark.kill();
      tidemark.up();
      assertThat(tidemark.verify().text()).contains("VERIFIED: 800 records", "0 differences");
      assertThat(standings(tidemark)).isEqualTo(published);

      assertThat(tidemark.run(tidemark.upArguments().toArray(String[]::new)))
          .satisfies(second -> assertThat(second.exitCode()).isEqualTo(1))
          .satisfies(second -> assertThat(second.text()).contains("in use by a running Tidemark"));

      assertThat(tidemark.stop()).isIn(0, 143);
      tidemark.up();
      assertThat(standings(tidemark)).isEqualTo(published);
      assertThat(tidemark.run("topics", "diff", "--bootstrap-servers", tidemark.bootstrapServers()))
          .isEqualTo(new TidemarkProcess.Output(0, "All topics are as defined.\n"));
    }
  }

  @Test
  void realResultsInAnyOrderGiveTheSameBits() throws Exception {
    REAL.forEach(file -> assumeThat(file).exists());
    List<String> lines = new ArrayList<>();
    for (Path file : REAL) {
      lines.addAll(lines(file));
    }
    Path shuffled = folder.resolve("shuffled.ndjson");
    Collections.shuffle(lines, new Random(20260101));
    Files.write(shuffled, lines);
    Map<String, JsonNode> inOrder;
    try (TidemarkProcess tidemark =
        new TidemarkProcess(Files.createDirectory(folder.resolve("a")))) {
      tidemark.up();
      assertThat(
              tidemark.publish(REAL.stream().map(Path::toString).toArray(String[]::new)).exitCode())
          .isZero();
      assertThat(tidemark.verify().text()).contains("VERIFIED", " 0 differences");
      inOrder = standings(tidemark);
    }
    try (TidemarkProcess tidemark =
        new TidemarkProcess(Files.createDirectory(folder.resolve("b")))) {
      tidemark.up();
      assertThat(
              tidemark
                  .run(
                      "publish",
                      "--bootstrap-servers",
                      tidemark.bootstrapServers(),
                      shuffled.toString())
                  .text())
          .contains("6,858 accepted, 0 rejected");
      assertThat(tidemark.verify().text()).contains("VERIFIED", " 0 differences");
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(standings(tidemark)).isEqualTo(inOrder));
    }
  }

  @Test
  void publishGoesOnWhereItWasWhenTheServiceComesBack() throws Exception {
    // Given: a pipe, so that publish waits in the middle of its input
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      lines.addAll(someEvents().stream().map(inSuite(i)).toList());
    }
    lines.add(4_999, "no JSON");
    try (TidemarkProcess tidemark = new TidemarkProcess(folder)) {
      tidemark.up();
      CompletableFuture<TidemarkProcess.Output> publishing =
          CompletableFuture.supplyAsync(() -> publish(tidemark, pipe));

      // When
      try (Writer writer = Files.newBufferedWriter(pipe)) {
        // More than all buffers between hold beside the first part: that one has been answered.
        write(writer, lines.subList(0, 4_000));
        tidemark.kill();
        tidemark.up();
        write(writer, lines.subList(4_000, lines.size()));
      }

      // Then
      TidemarkProcess.Output published = publishing.get(170, TimeUnit.SECONDS);
      assertThat(published.text())
          .contains("trying again for 120 s")
          .contains(pipe + ":5000: ")
          .endsWith(pipe + ": 6,000 accepted, 1 rejected\n");
      assertThat(tidemark.verify().text())
          .contains("VERIFIED: ", " 6,000 result identities", " 0 differences");
    }
  }

  private static void write(Writer writer, List<String> lines) throws IOException {
    for (String line : lines) {
      writer.write(line + "\n");
    }
    writer.flush();
  }

  private static UnaryOperator<String> inSuite(int number) {
    return line -> line.replaceFirst("\"suite\":\"", "\"suite\":\"" + number + "-");
  }

  private static TidemarkProcess.Output publish(TidemarkProcess tidemark, Path file) {
    try {
      return tidemark.publish(file.toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All periods and boards by period and model, without when they were computed. */
  private static Map<String, JsonNode> standings(TidemarkProcess tidemark) throws Exception {
    Map<String, JsonNode> rows = new TreeMap<>();
    for (String period : List.of("2024-03", "2024-09", "2024-10", "2026-01", "2026-02")) {
      for (String board : List.of("casi", "ars")) {
        JsonNode answer =
            JSON.readTree(tidemark.get("/api/v1/standings?period=" + period + "&board=" + board));
        for (JsonNode row : answer.get("standings")) {
          ((ObjectNode) row).remove("updatedAt");
          rows.put(period + " " + board + " " + row.get("model").asText(), row);
        }
      }
    }
    return rows;
  }

  /** Attacks of two models in two months and campaigns of one, 400 lines. */
  private static List<String> someEvents() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      for (String model : List.of("lab/strong", "lab/weak")) {
        boolean breached = i % (model.equals("lab/weak") ? 3 : 10) == 0;
        lines.add(
            ("{\"type\":\"attack\",\"model\":\"%s\",\"suite\":\"pack\",\"caseId\":\"%d\","
                    + "\"occurredAt\":\"2026-0%d-15T00:00:00Z\",\"category\":\"Cat %d\","
                    + "\"severity\":\"HIGH\",\"complexity\":\"DIRECT\",\"outcome\":\"%s\"}")
                .formatted(model, i, 1 + i % 2, i % 7, breached ? "BREACHED" : "RESISTED"));
      }
    }
    for (int i = 0; i < 100; i++) {
      lines.add(
          ("{\"type\":\"campaign\",\"model\":\"agent: über\",\"suite\":\"ops\",\"caseId\":\"%d\","
                  + "\"occurredAt\":\"2026-02-28T23:59:59.999Z\",\"intent\":\"exfiltrate\","
                  + "\"severity\":\"LOW\",\"complexity\":\"TAILORED\",\"outcome\":\"%s\","
                  + "\"turns\":3,\"turnBudget\":9,\"signalsLeaked\":1}")
              .formatted(i, i % 4 == 0 ? "BREACHED" : "RESISTED"));
    }
    return lines;
  }

  private static List<String> lines(Path gzip) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}

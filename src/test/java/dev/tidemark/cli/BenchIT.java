package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.cli.bench.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench runs as documented; how fast anything is, isn't looked at here. */
class BenchIT {

  @TempDir Path folder;

  @Test
  void measuresVerifiesAndWritesItsFigures() throws Exception {
    // Given
    TidemarkProcess tidemark = new TidemarkProcess(folder);
    Path json = folder.resolve("bench.json");
    Path chart = folder.resolve("bench.svg");

    // When
    TidemarkProcess.Output bench =
        tidemark.run(
            Duration.ofMinutes(8),
            "bench",
            "CATCHUP",
            "--results",
            "20000",
            "--repeats",
            "1",
            "--jvm-flags=-Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "--json",
            json.toString(),
            "--chart",
            chart.toString(),
            "--data",
            folder.resolve("bench").toString());

    // Then
    System.out.println(bench.text());
    assertThat(bench.exitCode()).isZero();
    assertThat(bench.text()).contains("20,000 results sent", "VERIFIED");
    JsonNode tables = new ObjectMapper().readTree(json.toFile()).get("tables");
    assertThat(tables).hasSize(1);
    JsonNode speeds = tables.get(0).get("rows");
    assertThat(speeds).hasSize(Peer.values().length + 1);
    assertThat(speeds).allSatisfy(row -> assertThat(row.get("results/s").asDouble()).isPositive());
    assertThat(speeds)
        .allSatisfy(row -> assertThat(row.get("written B/result").asDouble()).isPositive());
    assertThat(Files.readString(chart)).contains(">Tidemark</text>");
  }
}

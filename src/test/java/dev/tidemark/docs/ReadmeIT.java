package dev.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's tour as a reader would paste it, in a folder of its own, with the launcher and
 * the packaged service, and compares what it prints. Only the ports are others: any free ones.
 */
class ReadmeIT {

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STEP = Duration.ofSeconds(90);
  private static final Duration ARRIVAL = Duration.ofSeconds(60);

  @TempDir Path folder;

  private int httpPort;
  private int kafkaPort;
  private Process service;

  @BeforeEach
  void putLauncherInFront() throws IOException {
    try (ServerSocket http = freePort();
        ServerSocket kafka = freePort()) {
      httpPort = http.getLocalPort();
      kafkaPort = kafka.getLocalPort();
    }
    Path launcher = folder.resolve("tidemark");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        case "$1" in
          up) set -- "$@" --port %d --kafka-port %d ;;
          publish | standings) set -- "$@" --url http://localhost:%d ;;
          verify | topics) set -- "$@" --bootstrap-servers localhost:%d ;;
        esac
        exec '%s' "$@"
        """
            .formatted(
                httpPort, kafkaPort, httpPort, kafkaPort, Path.of("tidemark").toAbsolutePath()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void stopService() throws InterruptedException {
    if (service != null) {
      service.destroy();
      if (!service.waitFor(30, TimeUnit.SECONDS)) {
        service.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void theTourPrintsWhatTheReadmeShows() throws Exception {
    List<TourStep> steps =
        TourStep.of(Files.readString(Path.of("README.md")), "A five-minute tour");
    assertThat(steps).hasSizeGreaterThan(10);
    assertThat(steps.get(0).starts()).isTrue();

    for (TourStep step : steps) {
      if (step.starts()) {
        start(step);
      } else if (step.reads()) {
        await()
            .atMost(ARRIVAL)
            .pollDelay(Duration.ZERO)
            .untilAsserted(() -> assertShown(step, run(step)));
      } else {
        assertShown(step, run(step));
      }
    }
  }

  private void start(TourStep step) throws Exception {
    Path log = folder.resolve("up.log");
    service = shell(step).redirectOutput(log.toFile()).start();
    await()
        .atMost(START)
        .untilAsserted(
            () -> {
              assertThat(service.isAlive()).as(Files.readString(log)).isTrue();
              assertShown(step, Files.readAllLines(log));
            });
  }

  private List<String> run(TourStep step) throws Exception {
    Path output = folder.resolve("step.log");
    Process process = shell(step).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(STEP.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertThat(ended).as("ended in time: %s%n%s", step.shell(), printed).isTrue();
    assertThat(process.exitValue()).as("exit code of: %s%n%s", step.shell(), printed).isZero();
    return printed.lines().toList();
  }

  private ProcessBuilder shell(TourStep step) {
    // exec: the process that is stopped in the end must be the service, not a shell around it.
    String text = step.starts() ? "exec " + step.shell() : step.shell();
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-e", "-c", onFreePorts(text))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    shell.environment().keySet().removeIf(name -> name.startsWith("TIDEMARK_"));
    // Each step is a virtual machine of its own, over before optimizing its code has paid.
    shell
        .environment()
        .put("TIDEMARK_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    return shell;
  }

  private void assertShown(TourStep step, List<String> actual) {
    TourStep here =
        new TourStep(step.shell(), step.output().stream().map(this::onFreePorts).toList());
    assertThat(here.matches(actual))
        .as("%s%nREADME:%n%s%nhere:%n%s", step.shell(), lines(here.output()), lines(actual))
        .isTrue();
  }

  private String onFreePorts(String text) {
    return text.replace("localhost:8080", "localhost:" + httpPort)
        .replace("localhost:9092", "localhost:" + kafkaPort);
  }

  private static String lines(List<String> lines) {
    return String.join(System.lineSeparator(), lines);
  }

  private static ServerSocket freePort() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }
}

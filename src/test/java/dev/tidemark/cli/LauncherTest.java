package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with a Maven and a Java that only note their calls. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LauncherTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant CHECKED_OUT = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant BUILT = CHECKED_OUT.plusSeconds(60);
  private static final Instant EDITED = BUILT.plusSeconds(60);

  @TempDir Path checkout;

  private final List<Process> started = new ArrayList<>();

  /** A start of the launcher, and the file of what it says on standard error. */
  private record Launch(Process process, Path messages) {

    String said() throws IOException {
      return Files.readString(messages);
    }

    int end() throws InterruptedException {
      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
      return process.exitValue();
    }
  }

  @BeforeEach
  void checkOut() throws IOException {
    Files.copy(Path.of("tidemark"), file("tidemark"));
    assertThat(file("tidemark").toFile().setExecutable(true)).isTrue();
    write("pom.xml", CHECKED_OUT);
    write("src/main/java/Source.java", CHECKED_OUT);
    script(
        "mvnw",
        """
        #!/bin/sh
        echo "$*" >>builds
        while [ -f slow ]; do sleep 0.1; done
        if [ -f broken ]; then echo "it does not compile"; exit 1; fi
        mkdir -p target/quarkus-app
        echo new >target/quarkus-app/quarkus-run.jar
        """);
    script(
        "jdk/bin/java",
        """
        #!/bin/sh
        echo "$*" >>runs
        case "$*" in *" up") while [ -f staying ]; do sleep 0.1; done ;; esac
        """);
  }

  @AfterEach
  void endAll() throws Exception {
    Files.deleteIfExists(file("slow"));
    Files.deleteIfExists(file("staying"));
    for (Process process : started) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    // Given
    write("slow", CHECKED_OUT);
    Launch first = launch("up");
    awaitMaven();

    // When
    Launch second = launch("publish");
    awaitWaiting(second);
    Files.delete(file("slow"));

    // Then
    assertThat(first.end()).isZero();
    assertThat(second.end()).isZero();
    assertThat(lines("builds")).containsExactly("-B -q -DskipTests package");
    assertThat(lines("runs")).hasSize(2);
    assertThat(second.said().lines()).hasSize(1);
    assertThat(file("target/build.lock")).doesNotExist();
  }

  @Test
  void theLockOfAKilledBuilderIsTakenOver() throws Exception {
    // Given
    Process killed = new ProcessBuilder("true").start();
    killed.waitFor();
    write("target/build.lock/pids", CHECKED_OUT);
    Files.writeString(file("target/build.lock/pids"), killed.pid() + "\n");

    // When
    List<Launch> launches = List.of(launch("up"), launch("broker"));

    // Then
    for (Launch launch : launches) {
      assertThat(launch.end()).as(launch.said()).isZero();
    }
    assertThat(lines("builds")).hasSize(1);
    assertThat(file("target/build.lock")).doesNotExist();
  }

  @Test
  void theBuildOfAKilledLauncherIsWaitedFor() throws Exception {
    // Given
    write("slow", CHECKED_OUT);
    Launch killed = launch("up");
    awaitMaven();
    killed.process().destroyForcibly().waitFor();

    // When
    Launch next = launch("up");
    awaitWaiting(next);
    Files.delete(file("slow"));

    // Then
    assertThat(next.end()).isZero();
    assertThat(lines("builds")).hasSize(1);
  }

  @Test
  void aFailedBuildLeavesNoLock() throws Exception {
    // Given
    write("broken", CHECKED_OUT);

    // When
    Launch launch = launch("up");

    // Then
    assertThat(launch.end()).isEqualTo(1);
    assertThat(launch.said()).contains("it does not compile", "the build failed");
    assertThat(file("target/build.lock")).doesNotExist();
  }

  @Test
  void aStoppedBuildLeavesNeitherLockNorMaven() throws Exception {
    // Given
    write("slow", CHECKED_OUT);
    Launch launch = launch("up");
    awaitMaven();
    long maven = Long.parseLong(lines("target/build.lock/pids").get(1));

    // When
    launch.process().destroy();

    // Then
    assertThat(launch.end()).isEqualTo(143);
    assertThat(file("target/build.lock")).doesNotExist();
    assertThat(ProcessHandle.of(maven).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aDeletedTargetHoldsNobodyUp() throws Exception {
    // Given
    write("slow", CHECKED_OUT);
    Launch building = launch("up");
    awaitMaven();
    Launch waiting = launch("up");
    awaitWaiting(waiting);

    // When
    Files.move(file("target"), file("deleted"));
    await().atMost(SOON).until(() -> lines("builds").size() == 2);
    Files.delete(file("slow"));

    // Then
    assertThat(building.end()).isZero();
    assertThat(waiting.end()).isZero();
    assertThat(file("target/build.lock")).doesNotExist();
  }

  @Test
  void publishUsesAnOldBuildAndSaysSo() throws Exception {
    // Given
    buildThenEdit();

    // When
    Launch publish = launch("publish");

    // Then
    assertThat(publish.end()).isZero();
    assertThat(publish.said())
        .isEqualTo(
            "tidemark: the build is older than the sources;"
                + " ./tidemark up or ./mvnw -DskipTests package renews it\n");
    assertThat(lines("builds")).isEmpty();
    assertThat(lines("runs")).singleElement().asString().endsWith("quarkus-run.jar publish");
  }

  @Test
  void upRenewsAnOldBuild() throws Exception {
    // Given
    buildThenEdit();

    // When
    Launch up = launch("up");

    // Then
    assertThat(up.end()).isZero();
    assertThat(lines("builds")).hasSize(1);
    assertThat(lines("target/quarkus-app/quarkus-run.jar")).containsExactly("new");
  }

  @Test
  void nothingIsBuiltOverWhatRuns() throws Exception {
    // Given
    write("target/quarkus-app/quarkus-run.jar", BUILT);
    write("staying", CHECKED_OUT);
    Launch running = launch("up");
    await().atMost(SOON).until(() -> lines("runs").size() == 1);
    buildThenEdit();

    // When
    Launch beside = launch("broker");

    // Then
    assertThat(beside.end()).isZero();
    assertThat(beside.said()).contains("in use: stop what runs it");
    assertThat(lines("builds")).isEmpty();

    // When
    Files.delete(file("staying"));
    assertThat(running.end()).isZero();
    Launch after = launch("broker");

    // Then
    assertThat(after.end()).isZero();
    assertThat(lines("builds")).hasSize(1);
  }

  private void buildThenEdit() throws IOException {
    write("target/quarkus-app/quarkus-run.jar", BUILT);
    write("src/main/java/Source.java", EDITED);
  }

  private Launch launch(String command) throws IOException {
    Path messages = Files.createTempFile(checkout, command, ".err");
    ProcessBuilder launcher =
        new ProcessBuilder(file("tidemark").toString(), command)
            .directory(checkout.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(messages.toFile());
    launcher.environment().put("JAVA_HOME", file("jdk").toString());
    launcher.environment().remove("TIDEMARK_JAVA_OPTS");
    Process process = launcher.start();
    started.add(process);
    return new Launch(process, messages);
  }

  /** Until the build is under way and can be told to stop. */
  private void awaitMaven() {
    await()
        .atMost(SOON)
        .until(() -> lines("builds").size() == 1 && lines("target/build.lock/pids").size() == 2);
  }

  private static void awaitWaiting(Launch launch) {
    await().atMost(SOON).until(() -> launch.said().contains("waiting for the build of process"));
  }

  private Path file(String name) {
    return checkout.resolve(name);
  }

  private List<String> lines(String name) throws IOException {
    return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
  }

  private void write(String name, Instant modified) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), name);
    Files.setLastModifiedTime(file(name), FileTime.from(modified));
  }

  private void script(String name, String text) throws IOException {
    write(name, CHECKED_OUT);
    Files.writeString(file(name), text);
    assertThat(file(name).toFile().setExecutable(true)).isTrue();
  }
}

package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import dev.tidemark.ingest.PublishReport;
import dev.tidemark.kafka.BrokerSettings;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.EmbeddedBroker;
import dev.tidemark.kafka.LogLevels;
import dev.tidemark.kafka.LoopbackPorts;
import dev.tidemark.kafka.TestBroker;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What publishing straight to Kafka does about a cluster that goes away, or was never there. */
@Timeout(180)
class KafkaOutletTest {

  private static final String HOST = BrokerSettings.LOOPBACK;

  /** Longer than a call to a cluster waits otherwise. */
  private static final Duration OUTAGE = ClientSettings.CALL_TIMEOUT.plusSeconds(7);

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @BeforeAll
  static void quietLogs() {
    LogLevels.quiet();
  }

  @Test
  void theFirstRecordOfATopicWaitsForAClusterThatWentAway() throws Exception {
    // Given
    BrokerSettings settings = new BrokerSettings(folder, new LoopbackPorts(HOST).free(0), HOST);
    EmbeddedBroker broker = new EmbeddedBroker(settings).start();
    EmbeddedBroker later = new EmbeddedBroker(settings);
    applyTopics(broker);
    String address = broker.bootstrapServers();
    // Of its own, with this thread's class loader: Kafka loads classes by their names.
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    CompletableFuture<EmbeddedBroker> back = new CompletableFuture<>();
    InputStream away =
        new FilterInputStream(lines(Samples.campaign().build())) {
          @Override
          public int read(byte[] bytes, int from, int most) throws IOException {
            if (available() > 0) { // the first time
              broker.close();
              scheduler.schedule(
                  () -> back.complete(later.start()), OUTAGE.toSeconds(), TimeUnit.SECONDS);
            }
            return super.read(bytes, from, most);
          }
        };

    // When
    PublishReport report;
    try (KafkaOutlet outlet = new KafkaOutlet(address, Duration.ofSeconds(90), 10)) {
      report =
          outlet.publish(new SequenceInputStream(lines(Samples.attack().build()), away), false);
    } finally {
      broker.close();
      back.get(60, TimeUnit.SECONDS);
      later.close();
      scheduler.shutdown();
    }

    // Then
    assertThat(report.accepted()).isEqualTo(2);
  }

  @Test
  void aClusterThatIsNotThereIsNotWaitedFor() throws Exception {
    // When
    long start = System.nanoTime();
    Run run = publish(HOST + ':' + new LoopbackPorts(HOST).free(0));

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(run.err()).contains("the Kafka cluster did not answer");
    assertThat(run.exitCode()).isOne();
  }

  @Test
  void aTopicThatIsNotThereIsNamedAndNotWaitedFor() throws Exception {
    // Given
    try (TestBroker broker = TestBroker.start(List.of(Topics.MODELS))) {
      // When
      long start = System.nanoTime();
      Run run = publish(broker.bootstrapServers());

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      assertThat(run.err()).contains("no topic " + Topics.ATTACKS, "tidemark topics apply");
      assertThat(run.exitCode()).isOne();
    }
  }

  private Run publish(String bootstrapServers) throws IOException {
    Path file = folder.resolve("one.ndjson");
    Files.write(file, lines(Samples.attack().build()).readAllBytes());
    return Run.of(
        "publish", "--bootstrap-servers", bootstrapServers, "--wait", "120", file.toString());
  }

  private static InputStream lines(SpecificRecord event) {
    return new ByteArrayInputStream(
        (EventJson.toJson(event) + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private static void applyTopics(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
      new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(Topics.INPUTS));
    }
  }
}

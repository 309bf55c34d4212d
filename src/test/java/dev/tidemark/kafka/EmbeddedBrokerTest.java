package dev.tidemark.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerTest {

  private static final String TOPIC = "tidemark.results.attack.v1";

  @TempDir Path folder;

  @BeforeAll
  static void quietLogs() {
    LogLevels.quiet();
  }

  @Test
  void keepsItsRecordsOverARestart() {
    // Given
    try (EmbeddedBroker first = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {
      applyTopic(first);
      Records.write(first.bootstrapServers(), TOPIC, "r", 1_000);
    }

    // When
    try (EmbeddedBroker second = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {

      // Then
      assertThat(Records.read(second.bootstrapServers(), TOPIC))
          .containsExactlyInAnyOrderElementsOf(numbered("r", 1_000));
    }
  }

  @Test
  void keepsAcknowledgedRecordsOverAKill() throws Exception {
    // Given
    try (BrokerProcess process = BrokerProcess.start(folder, TOPIC, 1_000)) {
      process.kill();
    }

    // When
    long started = System.nanoTime();
    try (EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {
      report("start after a kill", started);

      // Then
      assertThat(Records.read(broker.bootstrapServers(), TOPIC))
          .containsExactlyInAnyOrderElementsOf(numbered("r", 1_000));
      Records.write(broker.bootstrapServers(), TOPIC, "after", 10);
      assertThat(Records.read(broker.bootstrapServers(), TOPIC)).hasSize(1_010);
    }
  }

  @Test
  void refusesAFolderThatAnotherProcessUses() throws Exception {
    // Given
    try (BrokerProcess process = BrokerProcess.start(folder, TOPIC, 1)) {

      // When
      EmbeddedBroker second = new EmbeddedBroker(BrokerSettings.onFreePort(folder));

      // Then
      assertThatThrownBy(second::start)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("already in use by process " + process.pid());
    }
  }

  @Test
  void refusesAFolderThatThisProcessUsesAndLeavesItsHolderAlone() {
    // Given
    try (EmbeddedBroker first = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {
      applyTopic(first);

      // When
      EmbeddedBroker second = new EmbeddedBroker(BrokerSettings.onFreePort(folder));

      // Then
      assertThatThrownBy(second::start)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("already in use by process " + ProcessHandle.current().pid());
      Records.write(first.bootstrapServers(), TOPIC, "r", 3);
      assertThat(Records.read(first.bootstrapServers(), TOPIC)).hasSize(3);
    }
  }

  @Test
  void refusesAPortThatIsTakenAndGivesTheFolderBack() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      BrokerSettings settings = new BrokerSettings(folder, taken.getLocalPort(), "127.0.0.1");

      // When
      EmbeddedBroker broker = new EmbeddedBroker(settings);

      // Then
      assertThatThrownBy(broker::start)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
    }
    try (FolderLock free = FolderLock.take(folder)) {
      assertThat(free).isNotNull();
    }
  }

  @Test
  void listensOnThePortThatItIsGiven() {
    // Given
    int port = new LoopbackPorts("127.0.0.1").free(0);

    // When
    try (EmbeddedBroker broker =
        new EmbeddedBroker(new BrokerSettings(folder, port, "127.0.0.1")).start()) {

      // Then
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      applyTopic(broker);
      assertThat(Records.read(broker.bootstrapServers(), TOPIC)).isEmpty();
    }
  }

  @Test
  void listensOnTheLoopbackOfVersion6() {
    // Given
    LoopbackPorts ports = new LoopbackPorts("::1");
    assumeThatCode(() -> ports.free(0)).doesNotThrowAnyException();

    // When
    try (EmbeddedBroker broker = new EmbeddedBroker(new BrokerSettings(folder, 0, "::1")).start()) {

      // Then
      assertThat(broker.bootstrapServers()).startsWith("[::1]:");
      applyTopic(broker);
      assertThat(Records.read(broker.bootstrapServers(), TOPIC)).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithAFolderThatIsAFile() throws Exception {
    // Given
    Path file = Files.createFile(folder.resolve("file"));

    // When
    EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(file));

    // Then
    assertThatThrownBy(broker::start)
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void saysWhatIsWrongWithDataOfAnotherNode() throws Exception {
    // Given
    Files.writeString(
        folder.resolve("meta.properties"),
        "version=1\ncluster.id=MkU3OEVBNTcwNTJENDM2Qk\nnode.id=7\n");

    // When
    EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder));

    // Then
    assertThatThrownBy(broker::start)
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("node id 7");
  }

  @Test
  void startsAndStopsQuickly() {
    // Given
    long started = System.nanoTime();
    EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start();
    report("start on an empty folder", started);
    applyTopic(broker);
    Records.write(broker.bootstrapServers(), TOPIC, "r", 100);

    // When
    long stopping = System.nanoTime();
    broker.close();
    Duration stop = report("stop", stopping);
    broker.close();

    // Then
    assertThat(stop).isLessThan(Duration.ofSeconds(10));
    assertThatThrownBy(broker::bootstrapServers).isInstanceOf(IllegalStateException.class);
    long again = System.nanoTime();
    try (EmbeddedBroker second = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {
      report("start after a clean stop", again);
      assertThat(Records.read(second.bootstrapServers(), TOPIC)).hasSize(100);
    }
  }

  @Test
  void startsOnlyOnce() {
    // Given
    try (EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {

      // When // Then
      assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void endsTheTransactionOfADeadProducerSoon() {
    // Given
    try (EmbeddedBroker broker = new EmbeddedBroker(BrokerSettings.onFreePort(folder)).start()) {
      applyTopic(broker);
      Map<String, Object> settings = ClientSettings.producer(broker.bootstrapServers());
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "dead");
      settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 1_000);
      KafkaProducer<byte[], byte[]> dead = new KafkaProducer<>(settings);
      dead.initTransactions();
      dead.beginTransaction();
      dead.send(new ProducerRecord<>(TOPIC, 0, new byte[0], new byte[] {1}));
      dead.flush();
      try (KafkaProducer<byte[], byte[]> living =
          new KafkaProducer<>(ClientSettings.producer(broker.bootstrapServers()))) {
        living.send(new ProducerRecord<>(TOPIC, 0, new byte[0], "seen".getBytes()));
      }

      // When
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              // Then
              () ->
                  assertThat(Records.read(broker.bootstrapServers(), TOPIC))
                      .containsExactly("seen"));
      dead.close(Duration.ZERO);
    }
  }

  private static void applyTopic(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(ClientSettings.admin(broker.bootstrapServers()))) {
      new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(List.of(TOPIC)));
    }
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static Duration report(String what, long since) {
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    System.out.println("embedded broker, " + what + ": " + took.toMillis() + " ms");
    return took;
  }
}

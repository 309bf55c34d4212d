package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.cli.process.Folders;
import dev.tidemark.event.Topics;
import dev.tidemark.kafka.ClientSettings;
import dev.tidemark.kafka.TopicAdmin;
import dev.tidemark.kafka.TopicDefinitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** A broker of its own, and what is measured on it, each a process with the same flags. */
final class BenchCluster implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final Duration TURN = Duration.ofMillis(20);

  private static final Set<String> OUTPUTS =
      Set.of(Topics.STANDINGS, Topics.ALERTS, Topics.DEAD_LETTERS);

  private final Path folder;
  private final List<String> flags;
  private final int kafkaPort = ChildProcess.freePort();
  private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();
  private final ChildProcess broker;
  private final Admin admin;
  private Duration verifyCpu = Duration.ZERO;

  /**
   * @param flags of each virtual machine but the broker's
   */
  BenchCluster(Path folder, List<String> flags) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    this.flags = flags;
    Runtime.getRuntime().addShutdownHook(new Thread(this::endAll));
    broker = ChildProcess.broker(List.of("-Xmx1g"), kafkaPort, folder);
    processes.add(broker);
    start(broker);
    admin = Admin.create(ClientSettings.admin(bootstrapServers()));
  }

  String bootstrapServers() {
    return "localhost:" + kafkaPort;
  }

  ChildProcess broker() {
    return broker;
  }

  /** A Tidemark that is up, with a state folder named after it. */
  ChildProcess tidemark(String name, int port, String roles, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("TIDEMARK_ROLES", roles);
    return started(ChildProcess.tidemark(name, flags, kafkaPort, port, environment, folder));
  }

  /** Instances that score, started together, once all are up. */
  List<ChildProcess> scoring(int instances, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("TIDEMARK_ROLES", "score");
    List<ChildProcess> started = new ArrayList<>();
    for (int i = 1; i <= instances; i++) {
      ChildProcess process =
          ChildProcess.tidemark(
              "scoring-" + i, flags, kafkaPort, ChildProcess.freePort(), environment, folder);
      processes.add(process);
      started.add(process);
      process.start();
    }
    // In turns: the one that is ready first is noted first, and from then on time counts.
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Deque<ChildProcess> waiting = new ArrayDeque<>(started);
    while (!waiting.isEmpty()) {
      ChildProcess next = waiting.remove();
      if (!next.awaitReady(TURN)) {
        if (!next.running() || System.nanoTime() > deadline) {
          throw notUp(next);
        }
        waiting.add(next);
      }
    }
    return started;
  }

  /** A peer that runs; its name is that of its consumer group too. */
  ChildProcess peer(Peer peer) throws IOException, InterruptedException {
    return started(
        new ChildProcess(
            "peer",
            flags,
            List.of(
                "bench-peer",
                peer.name(),
                "--bootstrap-servers",
                bootstrapServers(),
                "--data",
                data("peer").toString()),
            Map.of(),
            Peer.RUNNING,
            folder));
  }

  private ChildProcess started(ChildProcess process) throws IOException, InterruptedException {
    processes.add(process);
    start(process);
    return process;
  }

  /** Starts a process again, or for the first time, and waits until it is up. */
  void start(ChildProcess process) throws IOException, InterruptedException {
    process.start();
    awaitReady(process);
  }

  private static void awaitReady(ChildProcess process) throws IOException, InterruptedException {
    if (!process.awaitReady(PATIENCE)) {
      throw notUp(process);
    }
  }

  private static IOException notUp(ChildProcess process) throws IOException {
    return new IOException(
        "%s was not up within %d s: %s"
            .formatted(process.name(), PATIENCE.toSeconds(), process.tail()));
  }

  /** Where a process of this name keeps its state. */
  Path data(String name) {
    return folder.resolve(name);
  }

  /** Sizes of the logs of what a system writes: all topics but the inputs and Kafka's own. */
  Map<TopicPartition, Long> writtenLogs() throws IOException, InterruptedException {
    Map<TopicPartition, Long> bytes = new HashMap<>();
    for (LogDirDescription folder :
        get(admin.describeLogDirs(List.of(1)).allDescriptions()).get(1).values()) {
      folder
          .replicaInfos()
          .forEach(
              (partition, replica) -> {
                if (!Topics.INPUTS.contains(partition.topic())
                    && !partition.topic().startsWith("__")) {
                  bytes.put(partition, replica.size());
                }
              });
    }
    return bytes;
  }

  /**
   * Recomputes everything in a process of its own and compares.
   *
   * @return what it says
   * @throws IOException if anything differs
   */
  String verify() throws IOException, InterruptedException {
    ChildProcess process =
        new ChildProcess(
            "verify",
            List.of("-XX:MaxRAMPercentage=75"), // it holds every result, some 800 bytes each
            List.of("verify", "--bootstrap-servers", bootstrapServers()),
            Map.of(),
            "VERIFIED",
            folder);
    processes.add(process);
    process.start();
    while (process.running()) {
      verifyCpu = process.cpu();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    if (process.exitCode() != 0) {
      throw new IOException("the standings are wrong: " + process.tail());
    }
    return process.tail();
  }

  /** Processor seconds of the last verification. */
  double verifyCpu() {
    return verifyCpu.toNanos() / 1e9;
  }

  /** Ends what was measured and removes its groups, topics and folders; the inputs stay. */
  void reset() throws IOException, InterruptedException {
    for (ChildProcess process : processes) {
      if (process != broker) {
        process.end();
      }
    }
    List<String> groups =
        get(admin.listGroups().all()).stream().map(GroupListing::groupId).toList();
    Set<String> topics = get(admin.listTopics().names());
    List<String> others =
        topics.stream()
            .filter(topic -> OUTPUTS.contains(topic) || !Topics.ALL.contains(topic))
            .filter(topic -> !topic.startsWith("__"))
            .toList();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (ConsumerGroupDescription group :
        get(admin.describeConsumerGroups(groups).all()).values()) {
      // Who was killed would stay a member until its session times out.
      if (!group.members().isEmpty()) {
        get(
            admin
                .removeMembersFromConsumerGroup(
                    group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                .all());
      }
    }
    while (true) {
      try {
        // A group is there as long as its last members haven't timed out.
        get(admin.deleteConsumerGroups(groups).all());
        break;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.SECONDS.sleep(1);
      }
    }
    get(admin.deleteTopics(others).all());
    while (get(admin.listTopics().names()).stream().anyMatch(others::contains)) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    new TopicAdmin(admin).apply(TopicDefinitions.fromClassPath(Topics.ALL));
    for (ChildProcess process : processes) {
      if (process != broker) {
        Folders.delete(data(process.name()));
      }
    }
    processes.removeIf(process -> process != broker);
  }

  private static <T> T get(KafkaFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException("the broker refused: " + e.getCause().getMessage(), e);
    }
  }

  private void endAll() {
    processes.forEach(ChildProcess::end);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
    endAll();
  }
}

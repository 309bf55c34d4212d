package dev.tidemark.cli.bench;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.cli.process.Folders;
import dev.tidemark.event.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How fast a system counts a backlog, from when it runs until its last count is committed. */
final class CatchUp {

  private static final Duration STANDSTILL = Duration.ofSeconds(120);

  /** So long after its last count a system must count no more: it would have counted wrongly. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final BenchCluster cluster;
  private final Farm farm;

  /**
   * What one run took.
   *
   * @param seconds from when the first process runs to the last count committed
   * @param resultsPerSecond good and bad ones
   * @param cpuSecondsPerMillion processor time of the system in these seconds for a million results
   * @param brokerCpuSecondsPerMillion the broker's meanwhile
   * @param writtenBytesPerResult what it wrote to topics, as compressed
   * @param stateBytesPerResult what lies in the state folder
   */
  record Sample(
      double seconds,
      double resultsPerSecond,
      double cpuSecondsPerMillion,
      double brokerCpuSecondsPerMillion,
      double writtenBytesPerResult,
      double stateBytesPerResult) {}

  CatchUp(BenchCluster cluster, Farm farm) {
    this.cluster = cluster;
    this.farm = farm;
  }

  Sample peer(Peer peer) throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    try (WrittenBytes written = new WrittenBytes(cluster)) {
      ChildProcess process = cluster.peer(peer);
      long counted = peer.dedups() ? farm.counted() : farm.sent() - farm.bad();
      return sample(List.of(process), Peer.COUNTS, counted, written);
    }
  }

  /**
   * Tidemark from nothing.
   *
   * @param threads stream threads of each instance
   */
  Sample tidemark(int instances, int threads)
      throws IOException, InterruptedException, TimeoutException {
    cluster.reset();
    try (WrittenBytes written = new WrittenBytes(cluster)) {
      List<ChildProcess> processes =
          cluster.scoring(instances, Map.of("TIDEMARK_SCORE_THREADS", "" + threads));
      return sample(processes, Topics.STANDINGS, farm.counted(), written);
    }
  }

  private Sample sample(
      List<ChildProcess> processes, String topic, long counted, WrittenBytes written)
      throws IOException, InterruptedException, TimeoutException {
    double cpuBefore = cpuSeconds(processes);
    double brokerBefore = cpuSeconds(List.of(cluster.broker()));
    long start = processes.stream().mapToLong(ChildProcess::readySince).min().orElseThrow();
    try (CountWatch watch = new CountWatch(cluster.bootstrapServers(), topic, CountWatch.IGNORED)) {
      long end = watch.await(counted, STANDSTILL);
      double millions = farm.sent() / 1e6;
      double seconds = (end - start) / 1e9;
      double cpu = cpuSeconds(processes) - cpuBefore;
      double brokerCpu = cpuSeconds(List.of(cluster.broker())) - brokerBefore;
      long state = 0;
      for (ChildProcess process : processes) {
        state += Folders.size(cluster.data(process.name()));
      }
      watch.demand(counted, SETTLED);
      return new Sample(
          seconds,
          farm.sent() / seconds,
          cpu / millions,
          brokerCpu / millions,
          written.total() / (double) farm.sent(),
          state / (double) farm.sent());
    }
  }

  private static double cpuSeconds(List<ChildProcess> processes) {
    return processes.stream().mapToLong(process -> process.cpu().toNanos()).sum() / 1e9;
  }
}

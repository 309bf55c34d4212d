package dev.tidemark.cli;

import dev.tidemark.cli.bench.Peer;
import dev.tidemark.cli.bench.PeerRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One of the peers that {@code bench} measures, in a process of its own. */
@Command(name = "bench-peer", hidden = true, description = "Runs a peer that 'bench' measures.")
final class BenchPeerCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PEER", description = "${COMPLETION-CANDIDATES}")
  private Peer peer;

  @Option(names = "--bootstrap-servers", required = true, paramLabel = "HOST:PORT")
  private String bootstrapServers;

  @Option(names = "--data", required = true, paramLabel = "FOLDER")
  private Path data;

  @Override
  public Integer call() throws Exception {
    PeerRun.run(peer, bootstrapServers, data);
    return 0;
  }
}

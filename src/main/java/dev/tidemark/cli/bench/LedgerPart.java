package dev.tidemark.cli.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** What ledgers of growing size cost. */
final class LedgerPart {

  private LedgerPart() {}

  static BenchTable run(Bench bench) throws IOException, InterruptedException, TimeoutException {
    BenchTable table = new BenchTable("One instance by the size of its ledger", "results");
    try (BenchCluster cluster = bench.cluster();
        Farm farm = bench.farm(cluster, new BenchEvents(Bench.MODELS, false), 0)) {
      for (long size : bench.plan().ledgers()) {
        farm.sendUpTo(size);
        LedgerSize.Sample sample = new LedgerSize(cluster, farm).sample();
        String name = "%,d".formatted(sample.results());
        Map<String, Object> row = table.run(name);
        row.put("results/s", sample.resultsPerSecond());
        row.put("resident MB", sample.residentBytes() / 1e6);
        row.put("heap MB", sample.heapBytes() / 1e6);
        row.put("state MB", sample.stateBytes() / 1e6);
        row.put("state B/result", sample.stateBytes() / (double) sample.results());
        row.put("start s", sample.startSeconds());
        row.put("restore s", sample.restoreSeconds());
        row.put("takeover s", sample.takeoverSeconds());
        row.put("takeover by a standby s", sample.standbyTakeoverSeconds());
        bench.say(BenchTable.text(name, row));
        bench.say(cluster.verify());
      }
    }
    return table;
  }
}

package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.ChildProcess;
import dev.tidemark.cli.process.Folders;
import dev.tidemark.topology.StreamsSettings;
import java.io.IOException;
import java.util.Random;

/** What goes wrong. Each returns as soon as the fault is over, not when all has recovered. */
public enum Fault {
  KILL_SCORING("kill -9 of a scoring instance") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = cluster.busy(random);
      cluster.kill(instance);
      SoakCluster.sleep(random.nextInt(4_000));
      cluster.start(instance, "up after kill -9");
    }
  },
  KILL_BROKER("kill -9 of the broker") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      cluster.killBroker();
      SoakCluster.sleep(random.nextInt(5_000));
      cluster.startBroker();
    }
  },
  RESTART_BROKER("clean restart of the broker") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      cluster.stopBroker();
      cluster.startBroker();
    }
  },
  STOP_WITHOUT_BROKER("stop of a scoring instance while the broker is away") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = cluster.busy(random);
      cluster.killBroker();
      cluster.stop(instance);
      cluster.startBroker();
      cluster.start(instance, "up after a stop without the broker");
    }
  },
  ROLLING_RESTART("clean rolling restart") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      for (ChildProcess instance : cluster.regular()) {
        cluster.stop(instance);
        cluster.start(instance, "up after a clean restart");
        cluster.awaitUp(instance);
      }
    }
  },
  JOIN_AND_LEAVE("an instance joins and leaves") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess extra = cluster.extra();
      cluster.start(extra, "up after joining");
      cluster.awaitUp(extra);
      cluster.awaitLedger(extra);
      SoakCluster.sleep(random.nextInt(3_000));
      if (random.nextBoolean()) {
        cluster.stop(extra);
      } else {
        cluster.kill(extra);
      }
    }
  },
  LOSE_STATE("state folder deleted") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = cluster.busy(random);
      cluster.kill(instance);
      Folders.delete(cluster.state(instance));
      cluster.start(instance, "up after losing its state");
    }
  },
  DAMAGE_STATE("a bit flipped among stored rows") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = cluster.busy(random);
      cluster.stop(instance); // cleanly, so that its state is taken up again
      BitFlips.inRows(cluster.state(instance), random);
      cluster.start(instance, "up after its state was damaged");
    }
  },
  STALL("SIGSTOP longer than the session timeout") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = cluster.busy(random);
      instance.pause();
      try {
        SoakCluster.sleep(StreamsSettings.SESSION_TIMEOUT_MILLIS + 1_000 + random.nextInt(4_000));
      } finally {
        instance.resume();
      }
    }
  };

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  abstract void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException;
}

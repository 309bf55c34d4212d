package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.ChildProcess;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What goes wrong. Each returns as soon as the fault is over, not when all has recovered. */
public enum Fault {
  KILL_SCORING("kill -9 of a scoring instance") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = any(cluster, random);
      instance.kill();
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
      ChildProcess instance = any(cluster, random);
      cluster.killBroker();
      instance.stop();
      cluster.startBroker();
      cluster.start(instance, "up after a stop without the broker");
    }
  },
  ROLLING_RESTART("clean rolling restart") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      for (ChildProcess instance : cluster.regular()) {
        instance.stop();
        cluster.start(instance, "up after a clean restart");
        instance.awaitReady(SoakCluster.READY);
      }
    }
  },
  JOIN_AND_LEAVE("an instance joins and leaves") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess extra = cluster.extra();
      cluster.start(extra, "up after joining");
      extra.awaitReady(SoakCluster.READY);
      SoakCluster.sleep(1_000 + random.nextInt(3_000));
      if (random.nextBoolean()) {
        extra.stop();
      } else {
        extra.kill();
      }
    }
  },
  LOSE_STATE("state folder deleted") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = any(cluster, random);
      instance.kill();
      cluster.deleteState(instance);
      cluster.start(instance, "up after losing its state");
    }
  },
  STALL("SIGSTOP longer than the session timeout") {
    @Override
    void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException {
      ChildProcess instance = any(cluster, random);
      instance.pause();
      try {
        SoakCluster.sleep(SESSION_TIMEOUT_MILLIS + 1_000 + random.nextInt(4_000));
      } finally {
        instance.resume();
      }
    }
  };

  /** Of the topology's consumers, see {@code StreamsSettings}. */
  private static final int SESSION_TIMEOUT_MILLIS = 15_000;

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  abstract void strike(SoakCluster cluster, Random random) throws IOException, InterruptedException;

  private static ChildProcess any(SoakCluster cluster, Random random) {
    List<ChildProcess> regular = cluster.regular();
    return regular.get(random.nextInt(regular.size()));
  }
}

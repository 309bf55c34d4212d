package dev.tidemark.cli.soak;

import dev.tidemark.cli.process.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A runner that sends a batch a tick, while it is told to. Between rounds it rests, with nothing
 * under way.
 */
abstract class SoakRunner implements AutoCloseable {

  private static final long TICK_MILLIS = 250;

  final Receipts receipts = new Receipts();
  private final String name;
  private final int batch;
  private volatile boolean sending;
  private Background thread;
  private volatile CountDownLatch resting = new CountDownLatch(0);
  private volatile Throwable failure;

  /**
   * @param rate records a second
   */
  SoakRunner(String name, int rate) {
    this.name = name;
    this.batch = Math.max(1, (int) (rate * TICK_MILLIS / 1_000));
  }

  String name() {
    return name;
  }

  /** Sends so many records; may wait for their acknowledgement. */
  abstract void send(int count) throws Exception;

  /** Returns when everything sent is acknowledged or given up. */
  abstract void drain() throws Exception;

  void start() {
    thread = new Background(name, this::run);
  }

  void resume() {
    resting = new CountDownLatch(1);
    sending = true;
  }

  /** Stops sending; {@link #awaitRest()} waits for what is under way. */
  void rest() {
    sending = false;
  }

  /**
   * Waits until nothing is under way.
   *
   * @throws IllegalStateException if that takes minutes, or the runner has failed
   */
  void awaitRest() throws InterruptedException {
    if (!resting.await(3, TimeUnit.MINUTES) || failure != null) {
      throw new IllegalStateException("runner " + name + " failed: " + failure, failure);
    }
  }

  private void run() throws InterruptedException {
    try {
      while (true) {
        if (sending) {
          send(batch);
        } else if (resting.getCount() > 0) {
          drain();
          resting.countDown();
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) { // of the client's; shown when somebody waits
      failure = e;
      resting.countDown();
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.close();
    }
  }
}

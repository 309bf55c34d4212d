package dev.tidemark.cli.process;

import java.util.concurrent.TimeUnit;

/** A thread that works until it is closed, by interruption, or the process ends. */
public final class Background implements AutoCloseable {

  /** What it does; returns early only when interrupted. */
  @FunctionalInterface
  public interface Work {

    void run() throws InterruptedException;
  }

  private final Thread thread;

  public Background(String name, Work work) {
    thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    awaitEnd();
  }

  /** Waits a while for it to end. */
  public void awaitEnd() {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

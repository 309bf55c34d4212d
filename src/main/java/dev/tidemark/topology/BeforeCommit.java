package dev.tidemark.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;

/**
 * Has a processor forward right before each commit, as the record caches of Kafka Streams do: what
 * changed several times since the last commit travels once, in the transaction that changed it, and
 * waits for no clock of its own.
 *
 * <p>The tasks of a thread commit together, but each waits by itself until the broker has what it
 * sent. So the first of them has all of them forward, and write what their stores keep in memory,
 * and they wait for the broker once. A task that did nothing since its last commit has no part in
 * this one, and must not forward: were the transaction aborted, it would go on as if what it
 * forwarded had been committed.
 */
final class BeforeCommit implements Runnable, AutoCloseable {

  private static final ThreadLocal<List<BeforeCommit>> OF_THREAD =
      ThreadLocal.withInitial(ArrayList::new);

  private final InternalProcessorContext<?, ?> context;
  private final ProcessorNode<?, ?, ?, ?> processor;
  private final Runnable forwarding;
  private Runnable writing = () -> {};
  private boolean takesPart;
  private volatile boolean closed;

  /**
   * @param context null outside of a topology
   */
  private BeforeCommit(InternalProcessorContext<?, ?> context, Runnable forwarding) {
    this.context = context;
    this.forwarding = forwarding;
    processor = context == null ? null : context.currentNode();
  }

  /**
   * For a processor that is being initialised.
   *
   * @param forwarding uses the context's {@code forward}
   */
  static BeforeCommit of(ProcessorContext<?, ?> context, Runnable forwarding) {
    if (!(context instanceof InternalProcessorContext<?, ?> internal)) {
      return new BeforeCommit(null, forwarding); // a processor by itself, under test
    }
    BeforeCommit one = new BeforeCommit(internal, forwarding);
    OF_THREAD.get().add(one);
    return one;
  }

  /** Has this done after the forwarding of all. */
  void thenWrite(Runnable writing) {
    this.writing = writing;
  }

  /** Its task processes a record or a punctuation, so that a commit follows. */
  void commitFollows() {
    takesPart = true;
  }

  /** Its task is about to commit, and so are the others of this thread that have anything to. */
  @Override
  public void run() {
    if (context == null) {
      forwarding.run();
      writing.run();
      return;
    }
    takesPart = true;
    List<BeforeCommit> all = OF_THREAD.get();
    all.removeIf(one -> one.closed);
    for (BeforeCommit one : all) {
      if (one.takesPart) {
        one.forward();
      }
    }
    for (BeforeCommit one : all) {
      if (one.takesPart) {
        one.writing.run();
        one.takesPart = false;
      }
    }
  }

  private void forward() {
    ProcessorNode<?, ?, ?, ?> before = context.currentNode();
    context.setCurrentNode(processor);
    try {
      forwarding.run();
    } finally {
      context.setCurrentNode(before);
    }
  }

  /** Its task closes. */
  @Override
  public void close() {
    closed = true;
  }
}

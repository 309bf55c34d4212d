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
 * sent. So the first of them has all of them forward, and they wait for the broker once.
 */
final class BeforeCommit implements Runnable, AutoCloseable {

  private static final ThreadLocal<List<BeforeCommit>> OF_THREAD =
      ThreadLocal.withInitial(ArrayList::new);

  private final InternalProcessorContext<?, ?> context;
  private final ProcessorNode<?, ?, ?, ?> processor;
  private final Runnable forwarding;
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

  /** A task of this thread is about to commit, and so are the others that have anything to. */
  @Override
  public void run() {
    if (context == null) {
      forwarding.run();
      return;
    }
    List<BeforeCommit> all = OF_THREAD.get();
    all.removeIf(one -> one.closed);
    all.forEach(BeforeCommit::forward);
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

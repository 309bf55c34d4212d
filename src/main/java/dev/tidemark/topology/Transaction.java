package dev.tidemark.topology;

/**
 * The transaction that a stream thread's producer began last: whether it is known to be committed.
 */
final class Transaction {

  private static final ThreadLocal<Transaction> OF_THREAD = new ThreadLocal<>();

  private boolean committed;

  private Transaction() {}

  /** This thread's producer begins one. */
  static void begin() {
    OF_THREAD.set(new Transaction());
  }

  /** This thread has another producer now: what the former one began is none of its business. */
  static void forget() {
    OF_THREAD.remove();
  }

  /** This thread's producer has committed it. */
  static void commit() {
    last().committed = true;
  }

  /** The last one of this thread; null if it never began one. */
  static Transaction last() {
    return OF_THREAD.get();
  }

  boolean committed() {
    return committed;
  }
}

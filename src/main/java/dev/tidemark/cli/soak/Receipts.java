package dev.tidemark.cli.soak;

import java.util.BitSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one runner has had acknowledged. Every record it makes has a number, which travels with it,
 * so that it is found again in the topics.
 */
final class Receipts {

  /** Header of records that carry their number, {@code runner:number}. */
  static final String HEADER = "soak";

  /** Header of records that were made to be refused. */
  static final String BAD = "soak-bad";

  /** How the evidence links of results begin that carry their number without a header. */
  static final String LINK = "https://soak.invalid/";

  final LongAdder sent = new LongAdder();
  final LongAdder sentAgain = new LongAdder();
  final LongAdder failed = new LongAdder();
  private final BitSet acknowledged = new BitSet();
  private int numbers;

  /** A number for a new record. */
  synchronized int number() {
    return numbers++;
  }

  synchronized void acknowledged(int number) {
    acknowledged.set(number);
  }

  synchronized int acknowledged() {
    return acknowledged.cardinality();
  }

  /** How many acknowledged records are not among these. */
  synchronized int missing(BitSet present) {
    BitSet missing = (BitSet) acknowledged.clone();
    missing.andNot(present);
    return missing.cardinality();
  }
}

package dev.tidemark.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;

/**
 * Which rows a ledger may hold: those that it does hold, and a few of a hundred others. Nearly
 * every result is new, and to hear that from the store took a third of the stream threads' time.
 *
 * <p>It is in memory alone. After a start the rows of the store are read, a slice at a time; until
 * all are, and of more than {@link #MOST}, any row may be there. Bloom filters (Bloom 1970) of
 * blocks as long as a line of the processor's cache (Putze, Sanders, Singler 2007), each twice as
 * large as the one before.
 */
final class LedgerRows {

  /** Rows read in one slice. */
  static final int SLICE = 5_000;

  /** Rows of the first filter. */
  private static final int FIRST = 1 << 16;

  private static final int MOST_FILTERS = 7;

  /** This many rows, 8.3 million, are kept, in 12.5 MB. */
  static final int MOST = FIRST * ((1 << MOST_FILTERS) - 1);

  private static final Logger LOG = Logger.getLogger(LedgerRows.class);

  private static final int BITS_PER_ROW = 12;

  /** Of each row, in one block. */
  private static final int BITS_SET = 6;

  private static final int LONGS_PER_BLOCK = 8;
  private static final int BIT_IN_BLOCK = Long.SIZE * LONGS_PER_BLOCK - 1;

  private final KeyValueStore<Bytes, byte[]> ledger;
  private final List<long[]> filters = new ArrayList<>();

  /** How many rows more the last filter takes. */
  private int room;

  /** The first row to be read; null before the first of all. */
  private Bytes next;

  private enum State {
    READING,
    READ,
    GIVEN_UP
  }

  private State state = State.READING;

  LedgerRows(KeyValueStore<Bytes, byte[]> ledger) {
    this.ledger = ledger;
    if (ledger.approximateNumEntries() > 2L * MOST) { // a row counts for each time it was written
      giveUp();
    }
    readOn();
  }

  /** Reads the next slice of what was there at the start, if there is one. */
  void readOn() {
    if (state != State.READING) {
      return;
    }
    boolean more;
    try (KeyValueIterator<Bytes, byte[]> rows = ledger.range(next, null)) {
      for (int left = SLICE; left > 0 && rows.hasNext(); left--) {
        Bytes row = rows.next().key;
        add(row);
        next = RetractionScan.after(row);
      }
      more = rows.hasNext();
    }
    if (state == State.READING && !more) {
      state = State.READ;
    }
  }

  /** Whether to ask the store. */
  boolean mayHold(Bytes row) {
    if (state != State.READ) {
      return true;
    }
    long hash = hash(row);
    for (int i = filters.size() - 1; i >= 0; i--) {
      if (holds(filters.get(i), hash)) {
        return true;
      }
    }
    return false;
  }

  /** The store has one row more. */
  void add(Bytes row) {
    if (room == 0 && state != State.GIVEN_UP) {
      grow();
    }
    if (state == State.GIVEN_UP) {
      return;
    }
    room--;
    long[] filter = filters.get(filters.size() - 1);
    long hash = hash(row);
    int block = block(filter, hash);
    for (int i = 0; i < BITS_SET; i++) {
      int bit = bit(hash, i);
      filter[block + bit / Long.SIZE] |= 1L << bit;
    }
  }

  private void grow() {
    if (filters.size() == MOST_FILTERS) {
      giveUp();
    } else {
      room = FIRST << filters.size();
      filters.add(new long[room / Long.SIZE * BITS_PER_ROW]);
    }
  }

  private void giveUp() {
    state = State.GIVEN_UP;
    filters.clear();
    LOG.warn("event=ledger-filter-off too many rows: each result is looked up in the store");
  }

  private static boolean holds(long[] filter, long hash) {
    int block = block(filter, hash);
    for (int i = 0; i < BITS_SET; i++) {
      int bit = bit(hash, i);
      if ((filter[block + bit / Long.SIZE] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Index of the first of a block. */
  private static int block(long[] filter, long hash) {
    int blocks = filter.length / LONGS_PER_BLOCK;
    return (int) ((hash >>> Integer.SIZE) * blocks >>> Integer.SIZE) * LONGS_PER_BLOCK;
  }

  /** Nine bits of the hash, spread once more. */
  private static int bit(long hash, int i) {
    return (int) (hash * 0x9E3779B97F4A7C15L >>> 10 + 9 * i) & BIT_IN_BLOCK;
  }

  private static long hash(Bytes row) {
    // Of 32 bits: five million rows have one in a thousand in common with a new one.
    long hash = Utils.murmur2(row.get()) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
    return hash ^ hash >>> 31;
  }
}
